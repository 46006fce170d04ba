// The waiting room's TV: who is called where, who is next, and the voice.

import { numberClass } from "../parts/badges";
import { whyClosed } from "../parts/day";
import { el, fill, given, say, the } from "../parts/dom";
import { runClock } from "../parts/now";
import type { Board, BoardNow, BoardStation, Call } from "../parts/shapes";
import { Announcer, sentence, type Spoken } from "../parts/speech";
import { status } from "../parts/status";
import { watch, type How } from "../parts/watch";
import { _, pick } from "../parts/words";

interface Page {
  code: string;
  zone: string;
  stations: string[];
  desks: Record<string, number>;
  waiting_shown: number;
}

const CALL_MS = 8_000; // a call stands large for at least this long
const RECENT_SHOWN = 6;
const COMPANIONS_SHOWN = 3;

const page = given<Page>("page");
let shown: Board | null = null;
let spoken: { day: string | null; position: number } | null = null;
let calling: Call | null = null;
let callEnds = 0;

// Voice

const announcer = new Announcer(
  (begun: Spoken) => {
    window.clearTimeout(callEnds);
    calling = begun.call;
    draw();
    callEnds = window.setTimeout(endCall, CALL_MS);
  },
  () => undefined,
  (isLocked) => (the("sound").hidden = !isLocked),
);

function endCall(): void {
  calling = null;
  draw();
}

/** Every call once. Coming back after a silence, only the newest is spoken: the rest can be read. */
function announce(board: Board, how: How): void {
  const before = spoken;
  const newest = Math.max(0, ...board.calls.map((call) => call.position));
  spoken = { day: board.day, position: newest };
  if (how === "first" || !before) return;
  const known = before.day === board.day ? before.position : 0;
  const fresh = board.calls.filter((call) => call.position > known).reverse();
  for (const call of how === "again" ? fresh.slice(-1) : fresh) {
    const hasDesks = (page.desks[call.station] || 1) > 1;
    announcer.announce({ key: `${board.day} ${call.position}`, text: sentence(call, hasDesks), call });
  }
}

// What is shown

function draw(): void {
  if (!shown) return;
  const board = shown;
  const codes = page.stations.filter((code) => board.stations[code]);
  the("stations").dataset["count"] = String(codes.length);
  fill(the("stations"), ...codes.map((code) => station(code, board.stations[code]!)));
  fill(the("recent"), ...recent(board.calls).map(line));
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

function station(code: string, state: BoardStation): HTMLElement {
  const ticket = calling && calling.station === code ? calling.ticket : null;
  const isCalled = state.now.some((one) => one.ticket === ticket);
  const named = page.desks[code]! > 1;
  const [first, ...others] = inOrder(state.now);
  const size = others.length > 1 ? " many more" : others.length ? " many" : "";
  const kind = `st ${state.cluster.toLowerCase()}${isCalled ? " called" : ""}${state.open ? "" : " closed"}${size}`;
  return el(
    "section",
    { class: kind, "data-station": code },
    el("h2", {}, el("i", {}, state.cluster), pick(state.name)),
    el(
      "div",
      { class: "now" },
      first ? number(first, named) : el("span", { class: "none" }, state.open ? "–" : _("tutup")),
      others.length > 0 && el("span", { class: "others" }, ...others.slice(0, 3).map((one) => number(one, named))),
    ),
    el("div", { class: "wait" }, ...waiting(state)),
  );
}

/** The number that is being called stands first; then the latest call. */
function inOrder(now: BoardNow[]): BoardNow[] {
  const called = calling;
  if (!called) return now;
  return [...now.filter((one) => one.ticket === called.ticket), ...now.filter((one) => one.ticket !== called.ticket)];
}

function number(one: BoardNow, named: boolean): HTMLElement {
  return el(
    "span",
    { class: "one", "data-ticket": one.ticket, "data-status": one.status },
    el("b", { class: numberClass(one.ticket) }, one.ticket),
    one.beside.length > 0 && el("em", { class: "num with" }, `+ ${few(one.beside)}`),
    named && el("small", {}, el("span", { class: "word" }, _("meja"), " "), one.desk),
  );
}

/** The numbers that are called with another one: as many as can be read, and how many more. */
function few(companions: string[]): string {
  const more = companions.length - COMPANIONS_SHOWN;
  return companions.slice(0, COMPANIONS_SHOWN).join(", ") + (more > 0 ? ` +${more}` : "");
}

function waiting(state: BoardStation): HTMLElement[] {
  if (!state.waiting.length) return [];
  const numbers = state.waiting.map((one) => el("span", { class: one.busy ? "num busy" : "num" }, one.ticket));
  const more = state.count - state.waiting.length;
  const rest = more > 0 ? [el("small", {}, _("+{count} lagi", { count: more }))] : [];
  return [el("em", {}, _("berikutnya")), ...numbers, ...rest];
}

/** Each number once, where it was called last. */
function recent(calls: Call[]): Call[] {
  const seen = new Set<string>();
  const last = calls.filter((call) => !seen.has(call.ticket) && seen.add(call.ticket));
  return last.slice(0, RECENT_SHOWN);
}

function line(call: Call): HTMLElement {
  return el("li", { "data-call": call.position }, el("b", { class: "num" }, call.ticket), el("span", {}, place(call)));
}

function call(now: Call): (HTMLElement | false)[] {
  return [
    el("p", {}, _("Nomor antrean")),
    el("b", { class: numberClass(now.ticket), "data-call-ticket": now.ticket }, now.ticket),
    now.beside.length > 0 && el("p", { class: "num with" }, _("bersama {numbers}", { numbers: few(now.beside) })),
    el("p", { class: "go" }, _("silakan menuju"), el("strong", {}, place(now))),
  ];
}

function place(call: Call): string {
  const name = pick(call.name);
  return (page.desks[call.station] || 1) > 1 ? `${name} · ${_("meja")} ${call.desk}` : name;
}

// Live

function merge(known: Board, part: Partial<Board>): Board {
  return { ...known, ...part, stations: { ...known.stations, ...(part.stations || {}) } };
}

runClock(page.zone);
watch<Board>({
  screen: "board",
  code: page.code,
  merge,
  show: (board, how) => {
    shown = board;
    announce(board, how);
    draw();
  },
  line: status(page.zone),
});
