// Words, times and numbers in the language of the page. Words are written in Indonesian where they are used;
// the server lays the other language beside them.

import { given } from "./dom";
import type { Both } from "./shapes";

export type Language = "id" | "en";

export let language: Language = document.documentElement.lang === "en" ? "en" : "id";

let known = given<Record<string, string>>("words");

/** From now on the page speaks another language, with these words for the Indonesian ones. */
export function speak(wanted: Language, words: Record<string, string>): void {
  language = document.documentElement.lang = wanted;
  known = words;
}

/** The words in the page's language, `{placeholders}` filled. */
export function _(words: string, values: Record<string, string | number> = {}): string {
  const said = known[words] || words;
  return said.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

export const pick = (both: Both): string => both[language] || both.id;

/** 07.52, in the time zone of the facility. */
export function clock(at: string | Date, zone: string): string {
  const parts = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone } as const;
  const text = new Intl.DateTimeFormat("id-ID", parts).format(new Date(at));
  const time = text.replace(/^24/, "00"); // some browsers count midnight so
  return language === "en" ? time.replace(".", ":") : time.replace(":", ".");
}

/** 22 November 2026, from an ISO day. */
export const day = (iso: string): string => date(iso, {});

/** Minggu, 22 November 2026. */
export const weekday = (iso: string): string => date(iso, { weekday: "long" });

function date(iso: string, more: Intl.DateTimeFormatOptions): string {
  const parts = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC", ...more } as const;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "id-ID", parts).format(new Date(iso));
}

/** 09.00, from the 09:00 of the server; the facility's own time. */
export const timeOfDay = (slot: string): string => (language === "en" ? slot : slot.replace(":", "."));

/** Minutes that have passed; never less than none, whatever this computer's clock says. */
export function minutesSince(at: string | null, now: number): number {
  return at ? Math.max(0, Math.floor((now - Date.parse(at)) / 60_000)) : 0;
}

export const minutes = (count: number): string => _("{count} menit", { count });

/** 06:12, or 1:06:12. */
export function stopwatch(from: string, now: number): string {
  return lasting((now - Date.parse(from)) / 1000);
}

/** How long something lasts: 06:12, or 1:06:12. */
export function lasting(seconds: number): string {
  const all = Math.max(0, Math.floor(seconds));
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  return `${hours ? `${hours}:` : ""}${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
}
