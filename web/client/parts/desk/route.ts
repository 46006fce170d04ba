// The route before it is issued: each stop, why, and what comes with it.

import { badge, clusterClass } from "../badges";
import { el } from "../dom";
import { _ } from "../words";

export interface Explained {
  cluster: string;
  priority: string;
  priority_because: string;
  bands: string[];
  flags: string[];
  ticket: string;
  next_ticket: string | null;
  stops: {
    station: string;
    name: string;
    step: number;
    because: string;
    if_ordered: boolean;
    automatic: { names: string[]; because: string }[];
  }[];
  full: Record<string, number>;
  alternatives: { if: string; then: string }[];
}

const ALTERNATIVES_SHOWN = 3;

export interface Labels {
  labels: Record<string, string>;
  clusters: Record<string, string>;
  rooms?: Record<string, string>;
}

/** A room as staff call it, and as the patient finds it. */
export function roomWords(name: string, room: string | undefined): string {
  return room && room !== name ? `${name} · ${room}` : name;
}

/** The way; `passed` are the stations where the patient stands already. */
export function route(way: Explained, { labels, clusters, rooms = {} }: Labels, passed: string[]): HTMLElement[] {
  const word = (code: string): string => labels[code] || code;
  const stops = way.stops.filter((stop) => !passed.includes(stop.station));
  return [
    el(
      "ol",
      { class: "route" },
      ...stops.map((stop) =>
        el(
          "li",
          { class: `${clusterClass(clusters[stop.station] || "")}${stop.if_ordered ? " maybe" : ""}`, "data-station": stop.station },
          el("i", { "aria-hidden": "true" }),
          el("span", {}, el("b", {}, roomWords(stop.name, rooms[stop.station])), el("small", {}, stop.because), ...stop.automatic.map(byItself), waitingList(way.full[stop.station])),
        ),
      ),
    ),
    el(
      "p",
      { class: "badges" },
      way.cluster ? badge(way.cluster, clusterClass(way.cluster)) : null,
      badge(_("prioritas: {words}", { words: word(way.priority) })),
      ...way.flags.map((flag) => badge(word(flag), "alarm")),
      ...way.bands.map((band) => badge(word(band))),
    ),
    el("p", { class: "reason" }, way.priority_because),
    ...andai(way),
  ];
}

/** The day's quota is full: the patient may wait for somebody who does not come, or come another day. */
function waitingList(number: number | undefined): HTMLElement | null {
  return number === undefined ? null : el("small", {}, badge(_("kuota hari ini penuh, daftar tunggu nomor {number}", { number }), "warn"));
}

/** What a room orders without being asked. */
function byItself(order: Explained["stops"][0]["automatic"][0]): HTMLElement {
  return el("small", {}, _("lalu dengan sendirinya {rooms}: {because}", { rooms: order.names.join(", "), because: order.because }));
}

/** What would have led elsewhere: a wrong birth date or a forgotten fact is noticed here. */
function andai(way: Explained): HTMLElement[] {
  const shown = way.alternatives.slice(0, ALTERNATIVES_SHOWN);
  if (!shown.length) return [];
  const rows = shown.map((one) => el("li", {}, `${one.if} → ${one.then}`));
  return [el("ul", { class: "otherwise" }, el("li", {}, el("b", {}, _("Rute berubah bila:"))), ...rows)];
}
