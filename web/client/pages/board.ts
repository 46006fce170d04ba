// The waiting room's TV: who is called where, who is next, and the voice.

import { numberClass } from "../parts/badges";
import { whyClosed } from "../parts/day";
import { el, fill, given, say, the } from "../parts/dom";
import { Panel } from "../parts/media";
import { now, runClock } from "../parts/now";
import type { Board, BoardNow, BoardStation, Call } from "../parts/shapes";
import { status } from "../parts/status";
import { fit, loose, pages, shape } from "../parts/tiles";
import { runWhereTooLong, spareThePanel } from "../parts/tv";
import { Announcer, type Heard, type Voice } from "../parts/voice/line";
import type { Room } from "../parts/voice/turns";
import { RELOAD_MS, watch, type How } from "../parts/watch";
import { _, pick } from "../parts/words";

interface Page {
  code: string;
  zone: string;
  stations: string[];
  desks: Record<string, number>;
  waiting_shown: number;
  voice: Omit<Voice, "code">;
  info: string[];
}

const CALL_MS = 8_000; // a call stands large for at least this long
const RECENT_SHOWN = 5; // with one more a long name does not fit above them
const COMPANIONS_SHOWN = 3;
const MISSED_MS = 60_000; // what was called before that while the line was cut is shown, not spoken
const MISSED_SPOKEN = 3;
const PHONE_WIDTH = 700; // as in board.css
const PAGE_MS = 12_000; // long enough to find one's number among eight rooms
const DESKS_SHOWN = 4;

const page = given<Page>("page");
const panel = new Panel(page.code, page.info, page.zone);
let shown: Board | null = null;
let spoken: { day: string | null; position: number } | null = null;
let calling: Call | null = null;
let callEnds = 0;
let leaf = 0; // the page of rooms that is shown, where one does not hold them all
let turns = 0;
let room: Room = { speaker: "nobody", quiet: null };
let heard: Heard = "server";

// Voice

function beginCall(begun: Call): void {
  window.clearTimeout(callEnds);
  calling = begun;
  panel.cover(true);
  turnTo(begun.station);
  draw();
  callEnds = window.setTimeout(endCall, CALL_MS);
}

function endCall(): void {
  calling = null;
  panel.cover(false);
  draw();
}

/** Every call once. Coming back after a silence, only those are spoken that somebody may still wait for. */
function announce(board: Board, how: How): void {
  const before = spoken;
  const newest = Math.max(0, ...board.calls.map((call) => call.position));
  spoken = { day: board.day, position: newest };
  if (how === "first" || !before) return;
  const known = before.day === board.day ? before.position : 0;
  const fresh = board.calls.filter((call) => call.position > known);
  for (const call of (how === "again" ? missed(fresh) : fresh).reverse()) announcer.announce(board.day, call);
}

function missed(calls: Call[]): Call[] {
  return calls.filter((call) => now() - Date.parse(call.at) < MISSED_MS && !isOver(call)).slice(0, MISSED_SPOKEN);
}

/** The patient is at the desk or gone from it, or was called once more. */
function isOver(call: Call): boolean {
  if (!shown) return false;
  const desks = shown.stations[call.station]?.now || [];
  const isExpected = desks.some((one) => one.ticket === call.ticket && one.status === "called");
  return !isExpected || shown.calls.some((one) => one.ticket === call.ticket && one.position > call.position);
}

/** Said in the footer, as long as it is so: why nothing is heard from this screen, or not the usual voice. */
function noteVoice(): void {
  const elsewhere = room.speaker === "elsewhere";
  const note = voiceNote(elsewhere);
  the("voice-here").hidden = !elsewhere || !the("sound").hidden;
  say(the("voice"), note);
  document.documentElement.classList.toggle("noted", note !== "");
}

function voiceNote(elsewhere: boolean): string {
  if (room.quiet) return _("jam tenang sampai {time}", { time: room.quiet.replace(":", ".") });
  if (elsewhere) return _("suara dari layar lain");
  if (heard === "browser") return _("suara dari peramban ini");
  return heard === "chime" ? _("tidak ada suara untuk panggilan, hanya bel") : "";
}

// What is shown

function draw(): void {
  if (!shown) return;
  const board = shown;
  rooms(board);
  fill(the("recent"), ...recent(board.calls).map(recently));
  the("closed").hidden = board.day_open;
  say(the("closed"), whyClosed(board));
  const box = the("call");
  box.hidden = calling === null;
  the("info").hidden = calling !== null;
  if (calling && box.dataset["position"] !== String(calling.position)) {
    box.dataset["position"] = String(calling.position);
    fill(box, ...call(calling));
  }
  if (!calling) delete box.dataset["position"];
}

/** The rooms of the page that is turned to; on a phone all of them, to scroll. */
function rooms(board: Board): void {
  const main = the("stations");
  const all = leaves();
  const codes = isPhone() ? page.stations.filter((code) => board.stations[code]) : all[leaf]!;
  main.dataset["columns"] = String(shape(main, codes.length).columns);
  main.classList.toggle("roomy", codes.length / shape(main, codes.length).columns <= 2);
  fill(main, ...codes.map((code) => station(code, board.stations[code]!)));
  the("leaf").hidden = all.length < 2 || isPhone();
  say(the("leaf"), `${leaf + 1}/${all.length}`);
  if (isPhone()) loose(main);
  else fit(main);
}

const isPhone = (): boolean => window.innerWidth <= PHONE_WIDTH;

function leaves(): string[][] {
  const codes = page.stations.filter((code) => shown!.stations[code]);
  const all = pages(codes, shape(the("stations"), codes.length).capacity);
  leaf = Math.min(leaf, all.length - 1);
  return all;
}

/** Who has just been called is shown at once, and then for as long as any page. */
function turnTo(code: string): void {
  if (!shown) return;
  leaf = Math.max(0, leaves().findIndex((codes) => codes.includes(code)));
  window.clearInterval(turns);
  turns = window.setInterval(turn, PAGE_MS);
}

/** On to the next page on which anything goes on. */
function turn(): void {
  if (!shown || calling || isPhone()) return;
  const board = shown;
  const all = leaves();
  const others = all.map((_codes, further) => (leaf + 1 + further) % all.length);
  const next = others.find((one) => all[one]!.some((code) => isInUse(board.stations[code]!)));
  if (next === undefined || next === leaf) return;
  leaf = next;
  draw();
}

const isInUse = (state: BoardStation): boolean => state.open || state.paused || state.count > 0 || state.now.length > 0;

function station(code: string, state: BoardStation): HTMLElement {
  const ticket = calling && calling.station === code ? calling.ticket : null;
  const isCalled = state.now.some((one) => one.ticket === ticket);
  const named = page.desks[code]! > 1;
  const desks = inOrder(state.now).slice(0, DESKS_SHOWN);
  const lines = Math.ceil(desks.length / 2);
  return el(
    "section",
    { class: `st ${state.cluster.toLowerCase()}${isCalled ? " called" : ""}${state.open ? "" : " closed"}`, "data-station": code, "data-lines": lines },
    el("div", { class: "head" }, el("h2", {}, el("i", {}, state.cluster), pick(state.name)), !lines && el("span", { class: "none" }, nobody(state))),
    lines > 0 && el("div", { class: desks.length > 1 ? "now pairs" : "now" }, ...desks.map((one) => number(one, named))),
    state.count > 0 && el("div", { class: lines ? "wait" : "wait alone" }, ...waiting(state)),
  );
}

/** What a room says that has nobody at a desk. */
function nobody(state: BoardStation): string {
  if (state.open) return "–";
  if (state.paused) return _("istirahat sebentar");
  return state.count ? _("menunggu petugas") : _("tutup");
}

/** The number that is being called stands first; then the latest call. */
function inOrder(desks: BoardNow[]): BoardNow[] {
  const called = calling;
  if (!called) return desks;
  return [...desks.filter((one) => one.ticket === called.ticket), ...desks.filter((one) => one.ticket !== called.ticket)];
}

function number(one: BoardNow, named: boolean): HTMLElement {
  return el(
    "span",
    { class: "one", "data-ticket": one.ticket, "data-status": one.status },
    el("b", { class: numberClass(one.ticket) }, one.ticket),
    one.beside.length > 0 && el("em", { class: "num with" }, `+ ${few(one.beside)}`),
    named && el("small", {}, deskOf(one)),
  );
}

/** The numbers that are called with another one: as many as can be read, and how many more. */
function few(companions: string[]): string {
  const more = companions.length - COMPANIONS_SHOWN;
  return companions.slice(0, COMPANIONS_SHOWN).join(", ") + (more > 0 ? ` +${more}` : "");
}

function waiting(state: BoardStation): HTMLElement[] {
  const beside = state.now.reduce<string[]>((all, one) => [...all, ...one.beside.slice(0, COMPANIONS_SHOWN)], []);
  const shown = state.waiting.filter((one) => !beside.includes(one.ticket)); // who stands beside the big number is not next
  const more = state.count - state.waiting.length;
  return [
    ...line(state.open ? _("berikutnya") : _("antrean"), shown.filter((one) => !one.busy)),
    el("small", { class: "more", "data-count": more, hidden: more <= 0 }, more > 0 && _("+{count} lagi", { count: more })),
    ...line(_("nanti"), shown.filter((one) => one.busy), "busy"),
  ];
}

/** Numbers with what they have in common; who is busy elsewhere, or waits for results, can't be next. */
function line(words: string, numbers: { ticket: string }[], kind = ""): HTMLElement[] {
  if (!numbers.length) return [];
  return [el("span", { class: `these ${kind}` }, el("em", {}, words), ...numbers.map((one) => el("span", { class: "num" }, one.ticket)))];
}

/** Each number once, where it was called last. */
function recent(calls: Call[]): Call[] {
  const seen = new Set<string>();
  const last = calls.filter((call) => !seen.has(call.ticket) && seen.add(call.ticket));
  return last.slice(0, RECENT_SHOWN);
}

function recently(call: Call): HTMLElement {
  return el("li", { "data-call": call.position }, el("b", { class: "num" }, call.ticket), el("span", {}, place(call)));
}

function call(called: Call): (HTMLElement | false)[] {
  return [
    el("p", {}, _("Nomor antrean")),
    el("b", { class: `${numberClass(called.ticket)}${called.beside.length ? " shared" : ""}`, "data-call-ticket": called.ticket }, called.ticket),
    called.beside.length > 0 && el("p", { class: "num with" }, _("bersama {numbers}", { numbers: few(called.beside) })),
    el("p", { class: "go" }, _("silakan menuju"), el("strong", {}, pick(called.name)), isNamed(called) && el("b", {}, deskOf(called))),
  ];
}

function place(call: Call): string {
  return isNamed(call) ? `${pick(call.name)} · ${deskOf(call)}` : pick(call.name);
}

/** Whether the room has more than one desk, so that it must be said which. */
const isNamed = (call: Call): boolean => (page.desks[call.station] || 1) > 1;

const deskOf = ({ desk }: { desk: string }): string => [_("meja"), desk].join(" ");

// Live

function merge(known: Board, part: Partial<Board>): Board {
  return { ...known, ...part, stations: { ...known.stations, ...(part.stations || {}) } };
}

const connection = status(page.zone);
const live = watch<Board>({
  screen: "board",
  code: page.code,
  merge,
  show: (board, how) => {
    shown = board;
    announce(board, how);
    draw();
  },
  media: () => void panel.load(),
  renewed: () => announcer.atRest(() => window.setTimeout(() => window.location.reload(), RELOAD_MS * Math.random())),
  line: (state, asOf) => {
    const isNew = state === "live" && document.documentElement.dataset["line"] !== "live";
    connection(state, asOf);
    if (isNew) announcer.connected();
  },
});
// On a television any touch turns the sound on; on a phone only the button, or every visitor's would speak.
const announcer = new Announcer(
  { code: page.code, ...page.voice },
  {
    begins: beginCall,
    isOver,
    locked: (isLocked) => {
      the("sound").hidden = !isLocked;
      noteVoice();
    },
    room: (told) => {
      room = told;
      noteVoice();
    },
    heard: (by) => {
      heard = by;
      noteVoice();
    },
  },
  live.asking,
  (target) => window.innerWidth > PHONE_WIDTH || the("sound").contains(target as Node | null),
);
the("voice-here").addEventListener("click", () => announcer.takeOver());
runClock(page.zone);
runWhereTooLong();
spareThePanel();
turns = window.setInterval(turn, PAGE_MS);
window.addEventListener("resize", draw);
void document.fonts.ready.then(draw);
