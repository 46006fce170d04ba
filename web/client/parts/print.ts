// The slip, printed from the page that issued it: nobody leaves the page, no second window opens.

import { numberClass } from "./badges";
import { el } from "./dom";
import { now } from "./now";
import type { Visit } from "./shapes";
import { _, language } from "./words";

export function printSlip(visit: Visit, facility: string, zone: string): void {
  document.querySelector(".slip-paper")?.remove();
  const code = el("img", { src: `/tiket/${encodeURIComponent(visit.id)}/qr.svg`, alt: "" });
  code.addEventListener("load", () => window.print(), { once: true });
  document.body.appendChild(
    el(
      "section",
      { class: "slip-paper", "aria-hidden": "true" },
      el("p", { class: "facility" }, facility),
      el("p", {}, _("Nomor antrean")),
      el("b", { class: numberClass(visit.name) }, visit.name),
      code,
      el("p", {}, _("Pindai untuk melihat giliran Anda di ponsel")),
      el("p", {}, when(zone)),
    ),
  );
}

function when(zone: string): string {
  const parts = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: zone } as const;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "id-ID", parts).format(new Date(now()));
}
