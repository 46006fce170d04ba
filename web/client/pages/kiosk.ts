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
  counters: string[];
  choices: { code: string; label: string; facts: Facts }[];
}

const CODE_LENGTH = 6;
const SCAN_PAUSE_MS = 3_000; // a scanner types in a moment; what was begun longer ago is no code
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

/** Who has booked shows the code to the scanner, which types it. */
async function checkIn(code: string): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  calm();
  try {
    const { visit } = await press<{ visit: Visit }>("POST", "bookings/check-ins", { code });
    show(visit, _("Janji Anda sudah dicatat"));
  } catch (error) {
    apologise(error);
  }
  isBusy = false;
}

let typed = "";
let typedAt = 0;

function scan(event: KeyboardEvent): void {
  if (event.timeStamp - typedAt > SCAN_PAUSE_MS) typed = "";
  typedAt = event.timeStamp;
  if (event.key.length === 1) typed += event.key;
  if (event.key !== "Enter" || typed.length < CODE_LENGTH) return;
  event.preventDefault();
  void checkIn(typed);
  typed = "";
}

/** What staff would be told helps no patient. */
function apologise(error: unknown): void {
  const code = error instanceof Refusal ? error.code : "";
  const said: Record<string, string> = {
    DayNotOpen: _("Pendaftaran sedang tutup. Silakan tanya petugas."),
    DayIsClosed: _("Pendaftaran sedang tutup. Silakan tanya petugas."),
    UnknownBooking: _("Kode ini tidak ada untuk hari ini. Silakan ke loket."),
    BookingIsOver: _("Kode ini tidak ada untuk hari ini. Silakan ke loket."),
    HasArrived: _("Kedatangan Anda sudah dicatat. Silakan ke loket bila nomornya hilang."),
  };
  const words = said[code] || _("Mesin ini sedang terganggu. Silakan langsung ke loket.");
  complain(new Refusal(words, 0));
  console.error(error);
  window.clearTimeout(calming);
  calming = window.setTimeout(calm, BACK_SECONDS * 1_000);
}

function show(visit: Visit, label: string): void {
  const where = visit.stops.some((stop) => stop.status === "waiting" && page.counters.includes(stop.station))
    ? _("Silakan tunggu panggilan ke loket. Nomor ini berlaku untuk seluruh kunjungan hari ini.")
    : _("Silakan tunggu panggilan. Nomor ini berlaku untuk seluruh kunjungan hari ini.");
  the("start").hidden = true;
  the("issued").hidden = false;
  let left = BACK_SECONDS;
  const rest = el("span", {}, String(left));
  fill(
    the("issued"),
    el("p", {}, label),
    el("p", { class: "lead" }, _("Nomor Anda")),
    el("b", { class: "num", id: "number", "data-visit": visit.id }, visit.ticket || visit.name),
    el("p", { class: "lead" }, where),
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
document.addEventListener("keydown", scan);
document.addEventListener("contextmenu", (event) => event.preventDefault());
runClock(page.zone);
