// The kiosk: one touch, one number, and back to the start by itself.

import { Refusal, press } from "../parts/api";
import { el, fill, given, the } from "../parts/dom";
import { calm, complain } from "../parts/message";
import { runClock } from "../parts/now";
import { printSlip } from "../parts/print";
import type { Facts, Visit } from "../parts/shapes";
import { _ } from "../parts/words";

interface Page {
  zone: string;
  facility: string;
  choices: { code: string; label: string; facts: Facts }[];
}

const BACK_SECONDS = 15; // long enough to photograph the code, short enough for the next in line

const page = given<Page>("page");
let isBusy = false;
let countdown = 0;
let calming = 0;

async function issue(code: string, button: HTMLButtonElement): Promise<void> {
  const choice = page.choices.find((one) => one.code === code);
  if (isBusy || !choice) return;
  isBusy = true;
  button.classList.add("busy");
  calm();
  try {
    show(await press<Visit>("POST", "visits", { facts: choice.facts }), choice.label);
  } catch (error) {
    apologise(error);
  }
  button.classList.remove("busy");
  isBusy = false;
}

/** What staff would be told helps no patient. */
function apologise(error: unknown): void {
  const isClosed = error instanceof Refusal && ["DayNotOpen", "DayIsClosed"].includes(error.code);
  const words = isClosed ? _("Pendaftaran sedang tutup. Silakan tanya petugas.") : _("Mesin ini sedang terganggu. Silakan langsung ke loket.");
  complain(new Refusal(words, 0));
  console.error(error);
  window.clearTimeout(calming);
  calming = window.setTimeout(calm, BACK_SECONDS * 1_000);
}

function show(visit: Visit, label: string): void {
  the("start").hidden = true;
  the("issued").hidden = false;
  let left = BACK_SECONDS;
  const rest = el("span", {}, String(left));
  fill(
    the("issued"),
    el("p", {}, label),
    el("p", { class: "lead" }, _("Nomor Anda")),
    el("b", { class: "num", id: "number", "data-visit": visit.id }, visit.ticket || visit.name),
    el("p", { class: "lead" }, _("Silakan tunggu panggilan ke loket. Nomor ini berlaku untuk seluruh kunjungan hari ini.")),
    el(
      "div",
      { class: "code" },
      el("img", { src: `/tiket/${visit.id}/qr.svg`, alt: _("Kode QR ke halaman nomor Anda") }),
      el("span", {}, _("Pindai untuk melihat giliran Anda di ponsel")),
    ),
    el("button", { class: "btn main", type: "button", id: "again", click: start }, _("Selesai"), " ", rest),
  );
  printSlip(visit, page.facility, page.zone);
  countdown = window.setInterval(() => {
    left -= 1;
    rest.textContent = String(left);
    if (left <= 0) start();
  }, 1_000);
}

function start(): void {
  window.clearInterval(countdown);
  the("issued").hidden = true;
  the("start").hidden = false;
}

the("choices").addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[data-choice]");
  if (button) void issue(button.dataset["choice"] || "", button);
});
document.addEventListener("contextmenu", (event) => event.preventDefault());
runClock(page.zone);
