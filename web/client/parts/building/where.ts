// Where is A-012? On the lists of the building, else as the server remembers the visits of today.

import { Refusal } from "../api";
import { now } from "../now";
import { byNumber } from "../numbers";
import type { Building, BuildingStation } from "../shapes";
import { _, minutes, minutesSince, pick } from "../words";

/** `isHere`: on some list of the building. */
export interface Found {
  ticket: string;
  words: string;
  isHere: boolean;
}

interface Asking {
  may_ask: boolean;
  stations: string[];
}

export async function whereIs(written: string, building: Building, asking: Asking): Promise<Found> {
  const known = plain(written);
  const places = asking.stations
    .filter((code) => building.stations[code])
    .map((code) => at(known, building.stations[code]!))
    .reduce((all, found) => [...all, ...found], []);
  if (places.length) {
    const ticket = places[0]!.ticket;
    return { ticket, words: `${ticket}: ${places.map((one) => one.words).join(" · ")}`, isHere: true };
  }
  if (!asking.may_ask) throw new Refusal(_("{written} tidak ada di dalam sekarang.", { written }), 404);
  const visit = await byNumber(written);
  const ticket = visit.ticket || visit.name;
  const words = visit.outcome ? _("{ticket} sudah keluar.", { ticket }) : _("{written} tidak ada di dalam sekarang.", { written: ticket });
  return { ticket, words, isHere: false };
}

/** A-012, a12 and "A 012" are one number. */
const plain = (written: string): string =>
  written.toUpperCase().replace(/[^A-Z0-9/]/g, "").replace(/^([A-Z]+)0+(?=\d)/, "$1");

function at(known: string, station: BuildingStation): Found[] {
  const name = pick(station.name);
  const one = (ticket: string, since: string | null, words: string): Found[] => {
    if (plain(ticket) !== known) return [];
    const lasting = since ? ` (${minutes(minutesSince(since, now()))})` : "";
    return [{ ticket, words: words + lasting, isHere: true }];
  };
  const found = [
    ...station.desks.map((desk) => {
      const words = desk.status === "called" ? _("dipanggil ke {name}, meja {desk}", { name, desk: desk.desk }) : _("di {name}, meja {desk}", { name, desk: desk.desk });
      return one(desk.ticket || "", desk.since, words);
    }),
    ...station.waiting.map((row) => one(row.ticket, row.since, _("menunggu di {name}", { name }))),
    ...station.held.map((row) => one(row.ticket, row.since, _("ditahan di {name}", { name }))),
    ...station.absent.map((row) => one(row.ticket, row.since, _("dipanggil di {name} dan tidak hadir", { name }))),
  ];
  return found.reduce((all, some) => [...all, ...some], []);
}
