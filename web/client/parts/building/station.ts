// One station as a card of the building, and all its numbers when it is opened.

import { numberClass } from "../badges";
import { el } from "../dom";
import { now } from "../now";
import type { BuildingDesk, BuildingStation, Somebody } from "../shapes";
import { _, clock, minutes, minutesSince, pick } from "../words";
import type { Seen } from "./glance";

export function station(seen: Seen, sought: string, meaning: string, open: (code: string) => void): HTMLElement {
  const { code, station: state, kind } = seen;
  const isSought = sought !== "" && numbers(state).includes(sought);
  return el(
    "button",
    {
      type: "button",
      class: `st ${state.cluster.toLowerCase()} ${kind}${isSought ? " sought" : ""}`,
      "data-station": code,
      "data-state": state.state,
      "data-focus": `station-${code}`,
      click: () => open(code),
    },
    el("span", { class: "head" }, el("i", { class: "badge", title: meaning }, state.cluster), el("b", {}, pick(state.name))),
    el("span", { class: `desks${state.desks.length > 2 ? " many" : ""}` }, ...state.desks.map((one) => desk(one, sought))),
    el("span", { class: "foot" }, ...foot(seen)),
  );
}

function desk(one: BuildingDesk, sought: string): HTMLElement {
  const kind = !one.open ? "shut" : one.ticket ? one.status || "" : one.paused !== null ? "paused" : "free";
  const [what, since] = one.ticket
    ? [el("b", { class: numberClass(one.ticket) }, one.ticket), minutes(minutesSince(one.since, now()))]
    : [el("span", { class: "none" }, !one.open ? _("tutup") : one.paused !== null ? _("istirahat") : _("kosong")), ""];
  const isSought = sought !== "" && one.ticket === sought;
  return el("span", { class: `desk ${kind}${isSought ? " sought" : ""}`, "data-desk": one.desk }, el("small", {}, one.desk), what, el("em", {}, since));
}

function foot(seen: Seen): (HTMLElement | string)[] {
  const { station: state, longest, words } = seen;
  const waiting = state.waiting.length;
  const target = state.target_minutes;
  const wait = target === null ? minutes(longest) : _("{longest} dari {target} menit", { longest, target });
  const line = waiting ? _("{count} menunggu", { count: waiting }) : _("tidak ada yang menunggu");
  const apart = [
    state.held.length && _("{count} ditahan", { count: state.held.length }),
    state.absent.length && _("{count} tidak hadir", { count: state.absent.length }),
  ].filter(Boolean);
  return [
    el("b", { class: "line" }, line),
    el("span", { class: `longest${target !== null && longest >= target ? " late" : ""}` }, waiting ? wait : ""),
    el("span", { class: "apart" }, apart.join(" · ")),
    el("span", { class: "words" }, words),
  ];
}

const numbers = (state: BuildingStation): string[] => [
  ...state.desks.map((one) => one.ticket || ""),
  ...[state.waiting, state.held, state.absent].reduce<string[]>((all, list) => [...all, ...list.map((one) => one.ticket)], []),
];

/** Everybody on the station's lists, the longest wait first. */
export function who(state: BuildingStation, zone: string): HTMLElement {
  const at = state.desks.filter((one) => one.ticket).map((one) => ({ ticket: one.ticket || "", since: one.since }));
  const parts: [string, Somebody[]][] = [
    [_("Di meja"), at],
    [_("Menunggu"), state.waiting],
    [_("Ditahan"), state.held],
    [_("Tidak hadir"), state.absent],
  ];
  const full = parts.filter(([, list]) => list.length);
  if (!full.length) return el("p", { class: "quiet" }, _("Tidak ada pasien di sini."));
  return el("div", { class: "who" }, ...full.map(([title, list]) => section(title, list, zone)));
}

const section = (title: string, list: Somebody[], zone: string): HTMLElement =>
  el("section", {}, el("h3", {}, `${title} · ${list.length}`), el("ul", {}, ...list.map((one) => somebody(one, zone))));

function somebody(one: Somebody, zone: string): HTMLElement {
  const time = one.since && _("sejak {time}", { time: clock(one.since, zone) });
  const since = time ? `${time} · ${minutes(minutesSince(one.since, now()))}` : "";
  const note = one.busy ? _("belum dapat dipanggil") : "";
  return el("li", {}, el("b", { class: numberClass(one.ticket) }, one.ticket), el("span", {}, since), el("small", {}, note));
}
