// The slip, printed from the page that issued it: nobody leaves the page, no second window opens.

import { numberClass } from "./badges";
import { el, type Child } from "./dom";
import { now } from "./now";
import type { BookingSlip, Visit } from "./shapes";
import { _, day, language, pick, timeOfDay, weekday } from "./words";

export function printSlip(visit: Visit, facility: string, zone: string): void {
  const code = el("img", { src: `/tiket/${encodeURIComponent(visit.id)}/qr.svg`, alt: "" });
  print(
    code,
    el("p", { class: "facility" }, facility),
    el("p", {}, _("Nomor antrean")),
    el("b", { class: numberClass(visit.name) }, visit.name),
    ...visit.notices.map((notice) => el("p", { class: "facility" }, pick(notice))),
    code,
    el("p", {}, _("Pindai untuk melihat giliran Anda di ponsel")),
    el("p", {}, _("Dicetak {at}", { at: when(zone) })),
  );
}

/** What somebody who has booked takes along: when to come, for what, where to begin, the code, and the next days of the series. */
export function printBooking(slip: BookingSlip, facility: string, zone: string): void {
  const code = el("img", { src: `/loket/janji/${encodeURIComponent(slip.code)}/qr.svg`, alt: "" });
  print(
    code,
    el("p", { class: "facility" }, facility),
    el("p", {}, _("Janji kunjungan")),
    el("p", { class: "large" }, weekday(slip.day)),
    el("p", { class: "large" }, slip.slot ? _("Pukul {slot}", { slot: timeOfDay(slip.slot) }) : _("Jam berapa saja")),
    slip.on_time_until && el("p", {}, _("Tepat waktu sampai pukul {until}", { until: timeOfDay(slip.on_time_until) })),
    slip.service && el("p", {}, _("Untuk"), " ", el("b", {}, pick(slip.service))),
    slip.room && el("p", {}, _("Mulai di"), " ", el("b", {}, pick(slip.room))),
    code,
    el("b", { class: "num long" }, slip.code),
    el("p", {}, _("Tunjukkan atau sebutkan kode ini saat datang")),
    slip.following.length > 0 && el("p", { class: "facility" }, _("Berikutnya")),
    ...slip.following.map((one) => el("p", {}, [day(one.day), one.slot && timeOfDay(one.slot)].filter(Boolean).join(" · "), " · ", el("b", {}, one.code))),
    el("p", {}, _("Dicetak {at}", { at: when(zone) })),
  );
}

/** Print when the picture is there; without one at once. */
function print(picture: HTMLImageElement, ...content: Child[]): void {
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
