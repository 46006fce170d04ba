// The registration desk: find or enter a patient, see the route while typing, issue the number. All by keyboard.

import { Refusal, get, press } from "../parts/api";
import { age, shownDate } from "../parts/birth";
import { Desks } from "../parts/desks";
import { answers, ask, isAsking } from "../parts/dialog";
import { el, fill, given, keepingFocus, say, the } from "../parts/dom";
import { FactsForm } from "../parts/facts";
import { calm, complain } from "../parts/message";
import { now, runClock } from "../parts/now";
import { PersonForm } from "../parts/person";
import { printSlip } from "../parts/print";
import { drawRoute, type Explained } from "../parts/route";
import type { Facts, Patient, Question, Queue, Row, Visit } from "../parts/shapes";
import { status } from "../parts/status";
import { watch } from "../parts/watch";
import { _, minutes, minutesSince, pick } from "../parts/words";

interface Page {
  zone: string;
  facility: string;
  counters: { code: string; name: string; desks: string[] }[];
  questions: Question[];
  labels: Record<string, string>;
  clusters: Record<string, string>;
}

const SEARCH_MS = 180; // a scanner types 16 digits faster than this, and is asked about once
const ROUTE_MS = 120;

const page = given<Page>("page");
const counter = page.counters[0]!;
const search = the<HTMLInputElement>("search");
const desks = new Desks(counter.code, counter.desks, () => draw(), complain);
const person = new PersonForm(the("patient"), today, () => void preview());
const questions = new FactsForm(the("questions"), page.questions, ["sex", "birth_date", "age_group"], () => void preview());

let queue: Queue | null = null;
let chosen: Patient | null = null;
let hits: Patient[] = [];
let at = 0; // the hit that Enter takes
let ticket: { visit: string; name: string; facts: Facts } | null = null; // drawn before, to be registered now
let way: Explained | null = null;
let isBusy = false;

function today(): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: page.zone } as const;
  return queue?.day || new Intl.DateTimeFormat("en-CA", parts).format(new Date(now()));
}

const mine = (): Row | null => (queue && desks.desk ? queue.desks[desks.desk]?.visit || null : null);
const isChosen = (): boolean => chosen !== null || person.isOpen;

// Finding

let typing = 0;
let searched = 0;

function typed(): void {
  window.clearTimeout(typing);
  typing = window.setTimeout(() => void find(), SEARCH_MS);
}

async function find(takeTheOnly = false): Promise<void> {
  window.clearTimeout(typing);
  const text = search.value.trim();
  const mark = ++searched;
  if (text.length < 2) return showHits([]);
  try {
    const found = await get<{ patients: Patient[] }>(`patients?q=${encodeURIComponent(text)}`);
    if (mark !== searched) return;
    showHits(found.patients);
    const isNumber = /^\d{13}$|^\d{16}$/.test(text.replace(/[ -]/g, ""));
    if (hits.length === 1 && (takeTheOnly || isNumber)) choose(hits[0]!);
  } catch (error) {
    complain(error);
  }
}

function showHits(found: Patient[]): void {
  hits = found;
  at = 0;
  drawHits();
}

function drawHits(): void {
  const list = the("hits");
  const nothing = search.value.trim().length >= 2 && !isChosen();
  list.hidden = isChosen() || (!hits.length && !nothing);
  const rows = hits.map((hit, n) =>
    el(
      "li",
      { role: "option", "aria-selected": String(n === at), class: n === at ? "on" : "", "data-patient": hit.id, click: () => choose(hit) },
      ...identity(hit),
    ),
  );
  const none = el("li", { class: "none" }, _("Tidak ditemukan. Tekan F2 untuk pasien baru."));
  fill(list, ...(rows.length ? rows : [none]));
}

function identity(known: Patient): HTMLElement[] {
  const sex = known.sex === "female" ? _("perempuan") : _("laki-laki");
  const facts = [
    `${shownDate(known.birth_date)} · ${age(known.birth_date, today())}`,
    sex,
    known.record && `RM ${known.record}`,
    known.nik && `NIK ${known.nik}`,
    known.bpjs && `BPJS ${known.bpjs}`,
  ];
  return [el("b", {}, known.name), el("small", {}, facts.filter(Boolean).join(" · "))];
}

// Choosing

function choose(known: Patient): void {
  begin();
  chosen = known;
  person.close();
  const other = el("button", { type: "button", class: "btn small", id: "other-patient", click: reset }, _("Ganti"), " ", el("kbd", {}, "Esc"));
  fill(the("chosen"), el("div", {}, ...identity(known)), other);
  questions.set({ ...(ticket?.facts || {}), payer: known.bpjs ? "bpjs" : "umum" });
  show();
  firstQuestion();
}

function newPatient(): void {
  begin();
  chosen = null;
  questions.set(ticket?.facts || {});
  person.open(search.value);
  show();
}

/** A new patient takes the place of the last one's number. */
function begin(): void {
  calm();
  done = null;
  way = null;
}

function firstQuestion(): void {
  the("questions").querySelector<HTMLElement>("button.on, button")?.focus();
}

function reset(): void {
  chosen = null;
  way = null;
  ticket = atMyDesk();
  person.close();
  search.value = "";
  hits = [];
  calm();
  show();
  search.focus();
}

/** The ticket that this desk has called, if nobody has registered it yet. */
function atMyDesk(): typeof ticket {
  const row = mine();
  return row && !row.registered ? { visit: row.visit, name: row.ticket, facts: row.facts } : null;
}

// The route

let previewing = 0;
let previewed = 0;

function preview(): void {
  window.clearTimeout(previewing);
  previewing = window.setTimeout(() => void fetchRoute(), ROUTE_MS);
}

function facts(): Facts {
  const birth_date = chosen ? chosen.birth_date : person.birthDate;
  const sex = chosen ? chosen.sex : person.sexChosen;
  const known: Facts = {};
  if (birth_date) known["birth_date"] = birth_date;
  if (sex) known["sex"] = sex;
  return { ...withoutOtherSex(questions.given, sex), ...known };
}

/** What is asked of women only is not said of a man. */
function withoutOtherSex(all: Facts, sex: string): Facts {
  const kept: Facts = {};
  for (const [name, value] of Object.entries(all)) {
    const needed = page.questions.find((question) => question.name === name)?.only_if["sex"];
    if (!needed || !sex || needed === sex) kept[name] = value;
  }
  return kept;
}

async function fetchRoute(): Promise<void> {
  const mark = ++previewed;
  if (!isChosen()) return;
  hideOtherSex();
  try {
    const found = await press<Explained>("POST", "routes", { facts: facts() });
    if (mark !== previewed || !isChosen()) return;
    way = found;
    calm();
  } catch (error) {
    if (mark === previewed) complain(error);
  }
  drawIssue();
}

/** Questions that this patient need not hear. */
function hideOtherSex(): void {
  const sex = chosen ? chosen.sex : person.sexChosen;
  for (const question of page.questions) {
    const needed = question.only_if["sex"];
    if (!needed) continue;
    const asked = the("questions").querySelectorAll<HTMLElement>(`[data-fact="${question.name}"], [data-number="${question.name}"]`);
    asked.forEach((one) => ((one.closest<HTMLElement>(".stepper") || one).hidden = Boolean(sex) && sex !== needed));
  }
}

// Issuing

let done: { visit: Visit; name: string; first: string } | null = null;

async function issue(): Promise<void> {
  if (isBusy || !isChosen() || isAsking()) return;
  const missing = person.isOpen && !chosen ? person.firstMissing() : null;
  if (missing) return complain(new Refusal(missing, 422));
  isBusy = true;
  calm();
  drawIssue();
  try {
    const known = chosen || (await enrol(false));
    if (known) await finish(known);
  } catch (error) {
    complain(error);
    if (error instanceof Refusal) person.pointAt(error.field);
  }
  isBusy = false;
  drawIssue();
}

async function finish(known: Patient): Promise<void> {
  chosen = known; // on record now: should the next step fail, nobody is entered twice
  const visit = ticket ? await register(ticket.visit, known) : await newVisit(known);
  const first = way?.stops.find((stop) => stop.station !== counter.code)?.name || "";
  done = { visit, name: known.name, first };
  printSlip(visit, page.facility, page.zone);
  reset();
}

const newVisit = (known: Patient): Promise<Visit> =>
  press<Visit>("POST", "visits", { patient: known.id, facts: facts(), station: counter.code });

/** A ticket that was drawn before gets its patient; the desk that called it is free again. */
async function register(visit: string, known: Patient): Promise<Visit> {
  const row = mine();
  const answer = await press<{ visit: Visit }>("POST", `visits/${visit}/registrations`, { patient: known.id, facts: facts() });
  if (row?.visit === visit) {
    if (row.status === "called") await press("POST", `visits/${visit}/starts`, { station: counter.code });
    await press("POST", `visits/${visit}/finishes`, { station: counter.code });
  }
  ticket = null;
  return answer.visit;
}

/** Put a new patient on record. Somebody with this name and birth date may be the same person: the clerk says. */
async function enrol(sure: boolean): Promise<Patient | null> {
  try {
    const added = await press<{ patient: Patient }>("POST", "patients", { ...person.person, ...(sure ? { sure } : {}) });
    return added.patient;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409 || error.field !== "name") throw error;
    const again = async (): Promise<void> => {
      const known = await enrol(true).catch(complain);
      if (known) await finish(known).catch(complain);
    };
    ask(
      error.message,
      answers([
        { key: "search", label: _("Cari pasien itu"), act: () => searchFor(String(person.person.name || "")) },
        { key: "sure", label: _("Orang lain: tetap daftarkan sebagai pasien baru"), act: () => void again() },
      ]),
    );
    return null;
  }
}

function searchFor(text: string): void {
  reset();
  search.value = text;
  void find();
}

async function emergency(): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  calm();
  const triage = page.questions.find((question) => question.name === "triage");
  const known: Facts = triage?.choices.some((one) => one.value === "red") ? { triage: "red" } : {};
  try {
    const visit = await press<Visit>("POST", "visits", { emergency: true, facts: known });
    done = { visit, name: _("Gawat darurat: daftarkan setelah tertangani"), first: "" };
    show();
  } catch (error) {
    complain(error);
  }
  isBusy = false;
}

// Tickets from the kiosk

async function call(visit?: string): Promise<void> {
  if (!desks.desk) return complain(new Refusal(_("Pilih meja Anda di atas."), 422));
  calm();
  try {
    if (!desks.isOpen) await desks.take(desks.desk);
    await press("POST", `stations/${counter.code}/calls`, visit ? { desk: desks.desk, visit } : { desk: desks.desk });
  } catch (error) {
    complain(error);
  }
}

async function about(visit: string, what: string): Promise<void> {
  calm();
  try {
    await press("POST", `visits/${visit}/${what}`, { station: counter.code });
  } catch (error) {
    complain(error);
  }
}

/** `?kunjungan=`: a visit that somebody else sent here, an emergency perhaps, or one that another desk called. */
async function takeUp(visit: string): Promise<void> {
  try {
    const known = await get<Visit & { facts: Facts }>(`visits/${visit}`);
    ticket = { visit, name: known.ticket || known.name, facts: known.facts };
    show();
  } catch (error) {
    complain(error);
  }
}

// Drawing

function show(): void {
  the("chosen").hidden = chosen === null;
  the("questions").hidden = !isChosen();
  the("welcome").hidden = isChosen();
  drawHits();
  drawCalled();
  drawIssue();
  if (isChosen()) preview();
}

function drawCalled(): void {
  const row = mine();
  const box = the("called");
  const isClosed = queue !== null && !queue.day_open;
  box.hidden = !ticket && !isClosed;
  if (isClosed) fill(box, el("span", {}, _("Hari layanan belum dibuka.")), el("span", { class: "tools" }, openDay()));
  if (!ticket || isClosed) return;
  const { visit, name } = ticket;
  const isHere = row?.visit === visit;
  fill(
    box,
    el("b", { class: "num", id: "called-ticket", "data-visit": visit }, name),
    el("span", {}, isHere ? _("di meja ini: cari pasiennya, atau F2") : _("belum didaftarkan: cari pasiennya, atau F2")),
    el(
      "span",
      { class: "tools" },
      isHere && row?.status === "called" && el("button", { type: "button", class: "btn small", click: () => void about(visit, "recalls") }, _("Panggil ulang")),
      isHere && row?.status === "called" && el("button", { type: "button", class: "btn small", click: () => void about(visit, "absences") }, _("Tidak hadir")),
      isHere && el("button", { type: "button", class: "btn small", id: "hold-called", click: () => void about(visit, "hold") }, _("Tahan")),
    ),
  );
}

function openDay(): HTMLElement {
  const open = (): void => {
    calm();
    press("POST", "day/opening").catch(complain);
  };
  return el("button", { type: "button", class: "btn main", id: "open-day", click: open }, _("Buka hari layanan"));
}

function drawIssue(): void {
  const button = the<HTMLButtonElement>("issue");
  const number = ticket?.name || (way ? `${way.ticket}-…` : "");
  button.disabled = isBusy || !way || !isChosen();
  button.classList.toggle("busy", isBusy);
  fill(button, ticket ? _("Daftarkan") : _("Cetak nomor"), " ", el("span", { class: "num" }, number), " ", el("kbd", {}, "Enter"));
  button.hidden = !isChosen();
  const place = the("route");
  say(the("route-title"), done && !isChosen() ? _("Nomor baru") : _("Rute pasien ini"));
  if (isChosen() && way) drawRoute(place, way, page, page.counters.map((one) => one.code));
  else if (done) fill(place, ...issued(done));
  else fill(place, el("p", { class: "quiet" }, _("Pilih pasien, dan rutenya tampil di sini sebelum nomor dicetak.")));
}

function issued({ visit, name, first }: NonNullable<typeof done>): HTMLElement[] {
  return [
    el("div", { class: "issued", id: "issued", "data-visit": visit.id }, el("p", {}, name), el("b", { class: visit.ticket ? "num" : "num long" }, visit.ticket || visit.name), el("p", {}, first ? `→ ${first}` : "")),
    el("p", { class: "row-of-buttons" },
      el("button", { type: "button", class: "btn small", click: () => printSlip(visit, page.facility, page.zone) }, _("Cetak lagi")),
      el("a", { class: "btn small", href: `/tiket/${visit.id}`, target: "_blank" }, _("Halaman nomor"))),
  ];
}

function draw(): void {
  if (!queue) return;
  const state = queue;
  if (!isChosen()) ticket = atMyDesk() || (ticket && ticket.visit === asked ? ticket : null);
  desks.show(state);
  say(the("waiting-count"), String(state.waiting.length));
  keepingFocus(() => fill(the("waiting"), ...state.waiting.map(listed)));
  drawCalled();
}

function listed(row: Row): HTMLElement {
  return el(
    "li",
    { "data-visit": row.visit, "data-ticket": row.ticket },
    el("span", { class: "num" }, row.ticket),
    el("span", { class: "why" }, pick(row.why || row.because)),
    el("span", { class: "waited" }, minutes(minutesSince(row.since, now()))),
    el("button", { type: "button", class: "btn small", "data-focus": `call-${row.visit}`, click: () => void call(row.visit) }, _("Panggil")),
  );
}

// Keys

function key(event: KeyboardEvent): void {
  if (isAsking() || event.ctrlKey || event.altKey || event.metaKey) return;
  const keys: Record<string, () => void> = {
    F2: newPatient,
    F4: () => void emergency(),
    F8: () => void call(),
    Escape: reset,
    Enter: () => void enter(event),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
  };
  const act = keys[event.key];
  if (!act || (event.key.startsWith("Arrow") && event.target !== search)) return;
  if (event.key === "Enter" && (event.target as Element).closest("a, aside button, header button, .find button, #welcome button, #called button")) return;
  event.preventDefault();
  if (!event.repeat) act();
}

function enter(event: KeyboardEvent): void {
  if (event.target === search && !isChosen()) {
    const hit = hits[at];
    if (hit) choose(hit);
    else void find(true);
  } else void issue();
}

function move(by: number): void {
  at = Math.min(Math.max(0, at + by), Math.max(0, hits.length - 1));
  drawHits();
}

document.addEventListener("keydown", key);
search.addEventListener("input", () => {
  if (isChosen()) {
    chosen = null;
    person.close();
    way = null;
    show();
  }
  typed();
});
the("new-patient").addEventListener("click", newPatient);
the("emergency").addEventListener("click", () => void emergency());
the("call-next").addEventListener("click", () => void call());
the("issue").addEventListener("click", () => void issue());
for (const form of ["patient", "questions"]) the(form).addEventListener("submit", (event) => event.preventDefault());

const asked = new URLSearchParams(window.location.search).get("kunjungan");
if (asked) void takeUp(asked);
runClock(page.zone);
show();
watch<Queue>({
  screen: "queue",
  code: counter.code,
  show: (state) => {
    queue = state;
    draw();
  },
  line: status(page.zone),
});
