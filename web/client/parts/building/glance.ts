// What a station needs: nobody there, somebody waits too long, a desk that is free while somebody waits, or nothing at all.

import { now } from "../now";
import type { BuildingStation } from "../shapes";
import { _, minutesSince } from "../words";

export interface Seen {
  code: string;
  station: BuildingStation;
  /** How the card and its chip look. */
  kind: "alarm" | "warn" | "idle" | "busy" | "closed";
  /** How much it needs somebody's eye; 0 is not at all. */
  rank: number;
  /** What is the matter, in few words. */
  words: string;
  /** The longest wait, in minutes. */
  longest: number;
}

const FREE_MS = 60_000; // between two patients a desk is free for a moment: that is no news

export class Glance {
  private readonly free = new Map<string, number>();

  at(code: string, station: BuildingStation): Seen {
    if (station.state !== "free") this.free.delete(code);
    else if (!this.free.has(code)) this.free.set(code, now());
    const waits = station.waiting.filter((one) => !one.busy).map((one) => minutesSince(one.since, now()));
    return { code, station, longest: Math.max(0, ...waits), ...this.need(code, station, waits) };
  }

  /** Whether a desk has just been free for so long that it should be said. */
  ripened(): boolean {
    const due = [...this.free.values()].map((since) => now() - since - FREE_MS);
    return due.some((over) => over >= 0 && over < 1_000);
  }

  private need(code: string, station: BuildingStation, waits: number[]): Pick<Seen, "kind" | "rank" | "words"> {
    const target = station.target_minutes;
    const late = target === null ? 0 : waits.filter((one) => one >= target).length;
    const isBreak = station.desks.some((desk) => desk.paused !== null);
    if (station.state === "unstaffed") return { kind: "alarm", rank: 3, words: isBreak ? _("petugas istirahat") : _("tidak ada petugas") };
    if (late) return { kind: "warn", rank: 2, words: _("{count} terlalu lama", { count: late }) };
    if (now() - (this.free.get(code) ?? Infinity) >= FREE_MS) return { kind: "warn", rank: 1, words: _("ada meja kosong") };
    if (station.state === "idle") return { kind: "idle", rank: 0, words: _("siap menerima pasien") };
    if (station.state === "paused") return { kind: "closed", rank: 0, words: _("istirahat") };
    if (station.state === "closed") return { kind: "closed", rank: 0, words: station.in_hours ? _("meja belum dibuka") : _("tutup") };
    return { kind: "busy", rank: 0, words: "" };
  }
}
