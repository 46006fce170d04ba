// The slip, printed from the page that issued it: nobody leaves the page, no second window opens.

import { numberClass } from "./badges";
import { el } from "./dom";
import { now } from "./now";
import type { BookedDay, Visit } from "./shapes";
import { _, day, language } from "./words";

export function printSlip(visit: Visit, facility: string, zone: string): void {
  const code = el("img", { src: `/tiket/${encodeURIComponent(visit.id)}/qr.svg`, alt: "" });
  print(
    code,
    el("p", { class: "facility" }, facility),
    el("p", {}, _("Nomor antrean")),
    el("b", { class: numberClass(visit.name) }, visit.name),
    code,
    el("p", {}, _("Pindai untuk melihat giliran Anda di ponsel")),
    el("p", {}, when(zone)),
  );
}

/** The slip of a booking: the days, and the code to show at the door. */
export function printBooking(booked: BookedDay[], name: string, facility: string): void {
  const first = booked[0];
  if (!first) return;
  const many = booked.length > 1;
  const code = el("img", { src: `/loket/janji/${encodeURIComponent(first.code)}/qr.svg`, alt: "" });
  print(
    code,
    el("p", { class: "facility" }, facility),
    el("p", {}, _("Janji kunjungan")),
    el("p", {}, name),
    ...booked.map((one) => el("p", {}, day(one.day), one.slot ? ` · ${one.slot.replace(":", ".")}` : "", " · ", el("b", {}, one.code))),
    ...(many ? [] : [code]),
    el("p", {}, _("Tunjukkan atau sebutkan kode ini saat datang")),
  );
}

/** Print when the picture is there; without one at once. */
function print(picture: HTMLImageElement, ...content: HTMLElement[]): void {
  document.querySelector(".slip-paper")?.remove();
  const paper = el("section", { class: "slip-paper", "aria-hidden": "true" }, ...content);
  document.body.appendChild(paper);
  if (paper.contains(picture)) picture.addEventListener("load", () => window.print(), { once: true });
  else window.print();
}

function when(zone: string): string {
  const parts = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: zone } as const;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "id-ID", parts).format(new Date(now()));
}
