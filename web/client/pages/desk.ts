// The registration desk: find or enter a patient, see the route while typing, issue the number. All by keyboard.

import { Refusal, get, press } from "../parts/api";
import { Alike } from "../parts/desk/alike";
import { askBooking } from "../parts/desk/booking";
import { Expected } from "../parts/desk/bookings";
import { forget, keep, kept } from "../parts/desk/draft";
import { enrol } from "../parts/desk/enrolling";
import { Family } from "../parts/desk/family";
import { Finder, identity } from "../parts/desk/finding";
import { drawIssuing, noFamily, type Issued } from "../parts/desk/issuing";
import { Line } from "../parts/desk/line";
import { PersonForm, type Draft } from "../parts/desk/person";
import { lookAfterPrinters } from "../parts/desk/printers";
import { Preview } from "../parts/desk/preview";
import { roomWords } from "../parts/desk/route";
import { answers, askTwice, isAsking } from "../parts/dialog";
import { el, fill, given, the } from "../parts/dom";
import { FactsForm } from "../parts/facts";
import { calm, complain, remind } from "../parts/message";
import { eachMinute, runClock, today } from "../parts/now";
import { offerChangeOver } from "../parts/officer";
import { putOut, putOutBooking, type Place } from "../parts/paper";
import type { Facts, FoundPatient, Patient, Question, Queue, Visit } from "../parts/shapes";
import { status } from "../parts/status";
import { watch } from "../parts/watch";
import { _ } from "../parts/words";

interface Page extends Place {
  clerk: string;
  counters: { code: string; name: string; desks: string[] }[];
  questions: Question[];
  labels: Record<string, string>;
  clusters: Record<string, string>;
  rooms: Record<string, string>;
  takes_bookings: boolean;
  has_printers: boolean;
}

/** Where Enter does what it does everywhere: a button, a link, and an answer that is not chosen yet. */
const OWN_ENTER =
  "a, summary, aside button, header button, #number button, .find button, #welcome button, #bookings input, #called button, #chosen button, #alike button, #person-more, #message button, #family button, [role=radio][aria-checked=false], [role=toolbar] [aria-pressed=false]";

const page = given<Page>("page");
const counter = page.counters[0]!;
const line = new Line(counter, { isChosen, done: () => finder.box.focus(), told: (facts) => questions.words(facts) });
const expected = page.takes_bookings ? new Expected(counter.code, { today: day, arrived, print: printBooking }) : null;
const finder = new Finder({ today: day, isChosen, choose, show: showNumber, typed: dropChoice });
const person = new PersonForm(the("patient"), day, answered);
const alike = new Alike({ today: day, take: takeInstead, goOn: () => void issue() });
const questions = new FactsForm(the("questions"), page.questions, ["sex", "birth_date", "age_group"], answered);

const route = new Preview(() => (isChosen() ? questions.given : null), drawIssue);
const family = new Family(() => family.draw());

let chosen: Patient | null = null;
let issued: Issued | null = null;
let isBusy = false;
let typedBefore = kept(page.clerk, today(page.zone)); // comes back with the line: the number of this desk belongs to it
let isHere = false; // inside already, or expected: there is no number to be issued

function day(): string {
  return line.queue?.day || today(page.zone);
}

function isChosen(): boolean {
  return chosen !== null || person.isOpen;
}

// Who

function choose(known: FoundPatient): void {
  begin(known);
  person.close();
  const other = el("button", { type: "button", class: "btn small", id: "other-patient", click: reset }, _("Ganti"), " ", el("kbd", {}, "Esc"));
  const here = known.today && hereAlready(known.today);
  fill(the("chosen"), el("div", {}, ...identity(known, day())), here, other);
  questions.set(line.ticket?.facts || {});
  isHere = here !== null && !line.ticket?.registered; // two who were mixed up are both inside
  show();
  ((isHere && here) || the("questions").querySelector<HTMLElement>("button:not([tabindex='-1'])"))?.focus();
}

/** Inside already, or expected: told before anybody asks questions, with what is wanted then. */
function hereAlready({ visit, name, status }: NonNullable<FoundPatient["today"]>): HTMLElement {
  const seen = async (): Promise<void> => showNumber(await get<Visit>(`visits/${visit}`));
  const come = (): void => void (status === "inside" ? seen().catch(complain) : expected?.checkIn({ visit }));
  const words = status === "inside" ? _("Sudah di dalam: lihat {name}", { name }) : _("Punya janji hari ini: catat hadir");
  return el("button", { type: "button", class: "btn small warn", id: "here-already", click: come }, words, " ", el("kbd", {}, "Enter"));
}

/** A number that was issued before: to be printed again, read, or opened. */
function showNumber(visit: Visit): void {
  void nameOf(visit).then((name) => {
    issued = { visit, name, first: whereNow(visit), how: "known" };
    searchFor("");
  }, complain);
}

async function nameOf(visit: Visit): Promise<string> {
  return visit.patient ? (await get<Patient>(`visits/${visit.id}/patient`)).name : _("belum didaftarkan");
}

/** Where somebody is, or how it stands. */
function whereNow({ outcome, stops }: Visit): string {
  if (outcome) return _("sudah selesai");
  const open = stops.find((stop) => ["called", "serving", "waiting", "held", "absent"].includes(stop.status));
  if (!open) return "";
  const room = page.rooms[open.station] || "";
  if (open.status === "absent") return _("tidak hadir di {room}", { room });
  return open.status === "held" ? _("ditahan di {room}", { room }) : room;
}

function newPatient(): void {
  if (person.isOpen) return remind(_("Formulir pasien baru masih terbuka. Esc mengosongkannya."));
  begin(null);
  questions.set(line.ticket?.facts || {});
  alike.clear();
  person.open(finder.box.value);
  show();
}

/** A patient takes the place of the last one's number. */
function begin(known: Patient | null): void {
  calm();
  chosen = known;
  issued = null;
  isHere = false;
  route.clear();
}

/** Somebody types into the search box again: it was not this patient. */
function dropChoice(): void {
  if (!isChosen()) return;
  const bringBack = emptied();
  chosen = null;
  route.clear();
  person.close();
  show();
  bringBack();
}

/** Back to the empty desk; from there once more, and the next one is nobody's family. */
function reset(): void {
  if (!isChosen() && !finder.box.value) {
    family.close();
    line.drop();
  }
  const bringBack = emptied();
  searchFor("");
  bringBack();
}

/** Nothing typed is lost by one key: to be called when the form is closed, and says the way back. */
function emptied(): () => void {
  const draft = person.draft;
  const facts = questions.given;
  return () => draft && remind(_("Isian pasien baru dikosongkan."), { label: _("Kembalikan"), act: () => reopen(draft, facts) });
}

function reopen(draft: Draft, facts: Facts): void {
  begin(null);
  alike.clear();
  questions.set(facts);
  person.reopen(draft);
  show();
}

/** On record already: what was answered stays, what was typed of the person comes back on request. */
function takeInstead(known: FoundPatient): void {
  const facts = questions.given;
  const bringBack = emptied();
  choose(known);
  questions.set(facts);
  preview();
  bringBack();
}

/** Registered as somebody else: the right person takes the place. */
function correct(visit: Visit): void {
  line.takeUp(visit.id).then(() => {
    issued = null;
    show();
    finder.box.focus();
  }, complain);
}

/** A number too many, or an emergency that was none. */
function cancel(visit: Visit): void {
  const gone = async (): Promise<void> => {
    await press("DELETE", `visits/${visit.id}/ticket`, {});
    issued = null;
    searchFor("");
  };
  askTwice(_("Batalkan {name}?", { name: visit.name }), answers([{ key: "cancel", label: _("Ya, nomor ini tidak jadi dipakai"), act: () => void gone().catch(complain) }]));
}

function nextOfFamily(): void {
  if (!issued || isChosen()) return;
  calm();
  finder.box.focus();
  get<Visit>(`visits/${issued.visit.id}`).then(familyOf, complain);
}

/** As the visit stands now, however long ago it was looked up. */
function familyOf(visit: Visit): void {
  if (visit.outcome) return complain(new Refusal(noFamily(visit), 409));
  family.open(visit);
}

function searchFor(text: string): void {
  chosen = null;
  route.clear();
  person.close();
  line.restart();
  calm();
  finder.lookFor(text);
  show();
  finder.box.focus();
}

// The route

function answered(): void {
  calm();
  keepDraft();
  if (person.isOpen) alike.soon(person.person);
  preview();
}

function preview(): void {
  const birth_date = chosen ? chosen.birth_date : person.birthDate;
  const sex = chosen ? chosen.sex : person.sexChosen;
  questions.know({ ...(birth_date ? { birth_date } : {}), ...(sex ? { sex } : {}) });
  questions.suggest("payer", (chosen ? chosen.bpjs : person.hasCard) ? "bpjs" : null); // without a card, what is usual in this house
  route.soon();
}

// The number

async function issue(): Promise<void> {
  if (!isChosen() || isHere || isAsking()) return;
  const missing = chosen ? null : person.firstMissing();
  if (missing) return complain(new Refusal(missing, 422));
  await attempt(async () => {
    if (chosen) await finish(chosen).catch(mixedUp(chosen));
    else if (await alike.isOpen(person.person)) remind(_("Periksa dulu: mungkin pasien ini sudah tercatat."));
    else await finish(await enrol(person.person, alike.isSure));
  });
}

/** The other one is inside as well: whether each has the other's number is asked once. */
function mixedUp(known: Patient): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Refusal) || error.code !== "HasAnotherNumber") throw error;
    const exchange = (): void => void attempt(() => finish(known, true));
    askTwice(error.message, answers([{ key: "exchange", label: _("Ya, keduanya tertukar: tukar"), act: exchange }]));
  };
}

async function finish(known: Patient, exchange = false): Promise<void> {
  chosen = known; // on record now: should the next step fail, nobody is entered twice
  const how = !line.ticket ? "new" : line.ticket.registered ? "corrected" : "registered";
  const visit = line.ticket
    ? await line.register(line.ticket, known, questions.given, family.body, exchange)
    : await press<Visit>("POST", "visits", { patient: known.id, facts: questions.given, station: counter.code, ...family.body });
  if (!family.isOpen) family.forget();
  family.close();
  const next = route.way?.stops.find((stop) => stop.station !== counter.code);
  issued = { visit, name: known.name, first: next ? roomWords(next.name, page.rooms[next.station]) : "", how };
  searchFor("");
  print(visit);
}

/** Somebody who has booked is here. */
function arrived(visit: Visit, name: string): void {
  issued = { visit, name, first: "", how: "new" };
  reset();
  print(visit);
}

/** The number stands; what became of the paper is said. */
function print(visit: Visit): void {
  putOut(visit, page).catch(complain);
}

/** Somebody else stands at this desk now: the number before is theirs who have gone. */
function leaveIssued(called: string): void {
  if (!issued || issued.visit.id === called) return;
  issued = null;
  drawIssue();
}

function printBooking(visit: string): void {
  calm();
  putOutBooking(visit, page).catch(complain);
}

function book(): void {
  if (chosen && expected) askBooking(chosen, questions.given, { ...page, today: day(), booked });
}

/** The booking is made: whoever is next begins anew. */
function booked(): void {
  void expected?.load();
  reset();
}

async function emergency(): Promise<void> {
  const triage = page.questions.find((question) => question.name === "triage");
  const known: Facts = triage?.choices.some((one) => one.value === "red") ? { triage: "red" } : {};
  await attempt(async () => {
    const visit = await press<Visit>("POST", "visits", { emergency: true, facts: known });
    const [to] = visit.stops;
    issued = { visit, name: _("Gawat darurat: daftarkan setelah tertangani"), first: (to && page.rooms[to.station]) || "", how: "new" };
    finder.box.focus();
  });
}

async function attempt(work: () => Promise<void>): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  calm();
  drawIssue();
  try {
    await work();
  } catch (error) {
    complain(error);
    if (error instanceof Refusal) person.pointAt(error.field);
  }
  isBusy = false;
  drawIssue();
}

// What was typed, after a reload

function keepDraft(): void {
  if (typedBefore) return;
  const draft = person.draft;
  if (draft) keep({ clerk: page.clerk, day: today(page.zone), person: draft, facts: questions.given, takenUp: line.takenUp, family: family.beside });
  else forget();
}

function bringBack(): void {
  const before = typedBefore;
  typedBefore = null;
  if (!before) return;
  const open = (): void => reopen(before.person, before.facts);
  if (isChosen()) return remind(_("Isian sebelum halaman dimuat ulang masih ada."), { label: _("Kembalikan"), act: open });
  if (before.family) family.open(before.family);
  if (before.takenUp) line.takeUp(before.takenUp).then(show, complain);
  open();
  remind(_("Isian sebelum halaman dimuat ulang masih ada."));
}

// Drawing

function show(): void {
  keepDraft();
  if (!person.isOpen) alike.clear();
  the("chosen").hidden = chosen === null;
  the("welcome").hidden = isChosen();
  the("book").hidden = chosen === null || !expected;
  the("questions").hidden = !isChosen() || isHere;
  expected?.show(!isChosen());
  finder.draw();
  line.draw();
  drawIssue();
  if (isChosen()) preview();
}

function drawIssue(): void {
  drawIssuing(page, { isChosen: isChosen() && !isHere, isBusy, ticket: line.ticket?.name || null, isOthers: line.ticket?.registered || false, way: route.way, issued, tools: { print, nextOfFamily, correct, cancel } });
}

// Keys

function key(event: KeyboardEvent): void {
  if (isAsking() || event.ctrlKey || event.altKey || event.metaKey) return;
  const isSearching = event.target === finder.box;
  const keys: Record<string, () => void> = {
    F2: newPatient,
    F3: () => alike.take(),
    F4: () => void emergency(),
    F6: nextOfFamily,
    F7: () => issued?.visit.ticket && print(issued.visit),
    F8: () => void line.call(),
    F9: () => (chosen ? book() : expected?.takeCode()),
    Escape: reset,
    Enter: () => (isSearching && !isChosen() ? finder.take() : void issue()),
    ArrowDown: () => finder.move(1),
    ArrowUp: () => finder.move(-1),
  };
  const act = keys[event.key];
  if (!act && event.key.length === 1 && event.target === document.body && !isChosen()) finder.box.focus(); // nothing typed or scanned is lost
  if (!act || (event.key.startsWith("Arrow") && !isSearching)) return;
  if (event.key === "Enter" && (event.target as Element).closest(OWN_ENTER)) return;
  event.preventDefault();
  if (!event.repeat) act();
}

document.addEventListener("keydown", key);
the("new-patient").addEventListener("click", newPatient);
the("emergency").addEventListener("click", () => void emergency());
the("call-next").addEventListener("click", () => void line.call());
the("book").addEventListener("click", book);
the("issue").addEventListener("click", () => void issue());
for (const form of ["patient", "questions"]) the(form).addEventListener("submit", (event) => event.preventDefault());

const sent = new URLSearchParams(window.location.search).get("kunjungan");
if (sent) line.takeUp(sent).then(show, complain);
offerChangeOver(() => isChosen() || finder.box.value !== "");
runClock(page.zone);
eachMinute(() => {
  line.draw();
  void expected?.load();
});
void expected?.load();
if (page.has_printers) lookAfterPrinters();
show();
const watching = watch<Queue>({
  screen: "queue",
  code: counter.code,
  show: (queue) => {
    const before = line.called;
    line.queue = queue;
    line.draw();
    if (line.called && line.called !== before) leaveIssued(line.called);
    bringBack();
    if (isChosen()) preview(); // the next number may be another desk's by now
  },
  bookings: () => void expected?.load(),
  line: status(page.zone),
  renewed: () => remind(_("Aturan baru sudah berlaku. Muat ulang halaman bila pasien ini selesai.")),
});
line.desks.meet(watching, page.zone);
