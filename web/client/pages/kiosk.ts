// The kiosk: one touch, one number, and back to the start by itself.

import { Refusal, press } from "../parts/api";
import { numberClass } from "../parts/badges";
import { el, fill, given, say, the } from "../parts/dom";
import { watchHealth, type Health } from "../parts/kiosk/health";
import { Keypad } from "../parts/kiosk/keypad";
import { Languages } from "../parts/kiosk/languages";
import { Rest } from "../parts/kiosk/rest";
import { listenToScanner } from "../parts/kiosk/scanner";
import { shut } from "../parts/kiosk/shut";
import { calm, complain, remind } from "../parts/message";
import { runClock } from "../parts/now";
import { putOut, type Place } from "../parts/paper";
import type { Facts, Visit } from "../parts/shapes";
import { _, language, pick } from "../parts/words";

interface Page extends Place {
  counters: string[];
  choices: { code: string; label: string; facts: Facts }[];
  reads_cards: boolean;
  takes_bookings: boolean;
  letters: string;
  code_length: number;
  version: string;
  english: Record<string, string>;
}

/** Whose card was scanned, as this screen may say it: "Siti A***". */
interface Holder {
  patient: string;
  name: string;
  booking: string | null;
}

type View = "start" | "keypad" | "issued" | "closed" | "away";

const VIEWS: View[] = ["start", "keypad", "issued", "closed", "away"];
const BACK_SECONDS = 15; // long enough to photograph the code, short enough for the next in line
const PHOTO_SECONDS = 45; // without paper: to find the telephone in the bag as well
const TYPING_SECONDS = 30;
const CODE_SHOWN = 20; // a scanner may have read anything

const page = given<Page>("page");
const question = the("question").textContent || "";
const rest = new Rest(leave);
const keypad = page.takes_bookings
  ? new Keypad({ letters: page.letters, length: page.code_length, typed: (code) => void checkIn({ code }) })
  : null;
const languages = new Languages(page.english, spoken);

let isBusy = false;
let health: Health = "open";
let holder: Holder | null = null;
let view: View = "start";

// What people do

async function choose(code: string, button: HTMLButtonElement): Promise<void> {
  const choice = page.choices.find((one) => one.code === code);
  if (!choice) return;
  button.classList.add("busy");
  await attempt(async () => show(await issue(choice.facts), _(choice.label)));
  button.classList.remove("busy");
}

/** With a card the patient is registered; where the choice does not fit to the card, the counter asks. */
async function issue(facts: Facts): Promise<Visit> {
  if (!holder) return press<Visit>("POST", "visits", { facts });
  try {
    return await press<Visit>("POST", "visits", { facts, patient: holder.patient });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "FactsDiffer") throw error;
    return press<Visit>("POST", "visits", { facts });
  }
}

/** Who has booked shows the code to the scanner, types it, or shows the card. */
async function checkIn(booking: { code: string } | { visit: string }): Promise<void> {
  const asked = "code" in booking ? booking.code : "";
  const isIn = await attempt(async () => {
    const { visit } = await press<{ visit: Visit }>("POST", "bookings/check-ins", booking);
    show(visit, _("Janji Anda sudah dicatat"));
    return true;
  }, asked);
  if (isIn || !asked) keypad?.clear();
  else keypad?.refuse(asked.slice(0, page.code_length));
}

async function readCard(number: string): Promise<void> {
  if (!page.reads_cards) return hint(_("Kartu dibaca di loket. Silakan sentuh keperluan Anda."));
  const read = await attempt(() => press<{ holder: Holder | null }>("POST", "patients/cards", { number }));
  if (read?.holder) return greet(read.holder);
  if (read) hint(_("Kartu ini belum tercatat di sini. Silakan sentuh keperluan Anda; petugas loket mendaftarkan Anda."));
}

async function greet(found: Holder): Promise<void> {
  if (found.booking) return checkIn({ visit: found.booking });
  holder = found;
  look("start");
  rest.begin(TYPING_SECONDS);
}

/** One thing at a time; what goes wrong is said in words for patients. */
async function attempt<T>(work: () => Promise<T>, code = ""): Promise<T | null> {
  if (isBusy || view === "closed" || view === "away") return null;
  isBusy = true;
  calm();
  try {
    return await work();
  } catch (error) {
    apologise(error, code);
    return null;
  } finally {
    isBusy = false;
  }
}

/** What staff would be told helps no patient. */
function apologise(error: unknown, asked: string): void {
  const mistyped = _("{code} tidak ada untuk hari ini. Periksa hurufnya; bila sudah benar, silakan ke loket.", { code: asked.slice(0, CODE_SHOWN) });
  const code = error instanceof Refusal ? error.code : "";
  const said: Record<string, string> = {
    DayNotOpen: _("Pendaftaran sedang tutup. Silakan tanya petugas."),
    DayIsClosed: _("Pendaftaran sedang tutup. Silakan tanya petugas."),
    UnknownBooking: mistyped,
    BookingIsOver: mistyped,
    HasArrived: _("Kedatangan Anda sudah dicatat. Silakan ke loket bila nomornya hilang."),
    PatientIsInside: _("Anda sudah punya nomor hari ini. Silakan ke loket bila nomornya hilang."),
  };
  const words = said[code] || _("Mesin ini sedang terganggu. Silakan langsung ke loket.");
  complain(new Refusal(words, 0));
  console.error(error);
  rest.begin(BACK_SECONDS);
}

function hint(words: string): void {
  start();
  the("message").classList.remove("alarm");
  remind(words);
  rest.begin(BACK_SECONDS);
}

// What they see

function show(visit: Visit, label: string): void {
  const where = visit.stops.some((stop) => stop.status === "waiting" && page.counters.includes(stop.station))
    ? _("Silakan tunggu panggilan ke loket. Nomor ini berlaku untuk seluruh kunjungan hari ini.")
    : _("Silakan tunggu panggilan. Nomor ini berlaku untuk seluruh kunjungan hari ini.");
  const number = visit.ticket || visit.name;
  fill(
    the("issued"),
    el("p", { class: "label" }, label),
    el("p", { class: "lead" }, _("Nomor Anda")),
    el("h1", { class: numberClass(number), id: "number", "data-visit": visit.id }, number),
    el("p", { id: "paper", role: "status" }, page.printer ? _("Karcis sedang dicetak…") : ""),
    el("p", { id: "ahead", role: "status" }),
    el("p", { class: "lead" }, where),
    ...visit.notices.map((notice) => el("p", { class: "note warn told" }, pick(notice))),
    el(
      "div",
      { class: "code" },
      el("img", { src: `/tiket/${visit.id}/qr.svg`, alt: _("Kode QR ke halaman nomor Anda") }),
      el("span", {}, _("Pindai untuk melihat giliran Anda di ponsel")),
    ),
    el("button", { class: "btn main", type: "button", id: "again", click: leave }, _("Selesai"), " ", el("span", { id: "left" })),
  );
  the("issued").className = visit.notices.length ? "advised" : "";
  look("issued");
  leaveAfter(BACK_SECONDS);
  void putOnPaper(visit);
  void tellTurn(visit);
}

/** How many come before: said when it is known, and not at all when the server has no time for it. */
async function tellTurn({ id }: Visit): Promise<void> {
  try {
    const { ahead } = (await (await fetch(`/kios/giliran/${id}`, { credentials: "same-origin" })).json()) as { ahead: number | null };
    if (ahead === null || !isShown(id)) return;
    say(the("ahead"), ahead ? _("{count} orang lagi sebelum Anda", { count: ahead }) : _("Anda berikutnya"));
  } catch (error) {
    console.error(error);
  }
}

const isShown = (id: string): boolean => view === "issued" && document.querySelector(`#number[data-visit="${id}"]`) !== null;

async function putOnPaper(visit: Visit): Promise<void> {
  try {
    await putOut(visit, { ...page, facility: _(page.facility) });
    if (isShown(visit.id) && page.printer) say(the("paper"), _("Silakan ambil karcis Anda."));
  } catch (error) {
    console.error(error);
    if (!isShown(visit.id)) return;
    const isOut = error instanceof Refusal && error.code === "PaperOut";
    the("issued").classList.add("photo");
    say(the("paper"), isOut ? _("Kertas habis. Silakan foto nomor ini.") : _("Karcis tidak tercetak. Silakan foto nomor ini."));
    leaveAfter(PHOTO_SECONDS);
  }
}

function leaveAfter(seconds: number): void {
  rest.begin(seconds, (left) => say(the("left"), String(left)));
}

/** Whoever comes next has chosen no language yet. */
function leave(): void {
  languages.take("id");
  start();
}

function start(): void {
  rest.end();
  if (language !== "id") rest.begin(TYPING_SECONDS);
  calm();
  the("message").classList.add("alarm");
  holder = null;
  keypad?.clear();
  look(atRest());
}

const atRest = (): View => (health === "open" ? "start" : health);

function look(wanted: View): void {
  view = wanted;
  for (const one of VIEWS) the(one).hidden = one !== wanted;
  document.documentElement.dataset["view"] = wanted;
  say(the("question"), holder ? _("{name}, apa keperluan Anda hari ini?", { name: holder.name }) : _(question));
  the("not-me").hidden = holder === null;
  for (const button of document.querySelectorAll(".choice.busy")) button.classList.remove("busy");
}

/** Nothing covers a number that somebody is reading; all else gives way while the server is away. */
function tell(now: Health): void {
  health = now;
  if (view === "issued" || (now === "open" && (view === "start" || view === "keypad"))) return;
  if (view !== atRest()) start();
}

/** The other language was touched: what was said in the first one is gone, what was typed is not. */
function spoken(): void {
  calm();
  keypad?.draw();
  look(view);
  if (language !== "id") rest.begin(TYPING_SECONDS);
}

function typeCode(): void {
  calm();
  look("keypad");
  rest.begin(TYPING_SECONDS);
}

the("choices").addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[data-choice]");
  if (button) void choose(button.dataset["choice"] || "", button);
});
the("keypad").addEventListener("click", calm); // who goes on typing has read it
for (const id of ["not-me", "back"]) the(id).addEventListener("click", start);
document.getElementById("have-booking")?.addEventListener("click", typeCode);
listenToScanner({ codeLength: page.code_length, code: (code) => void checkIn({ code }), card: (number) => void readCard(number) });
shut();
runClock(page.zone);
watchHealth(page.version, tell, () => view === "start" && !isBusy && !holder);
if (new URLSearchParams(window.location.search).get("lang") === "en") languages.take("en");
look("start");
