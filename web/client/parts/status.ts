// "● tersambung" or "terputus, mencoba lagi… data pukul 09.41, 11 menit lalu": whether what is shown is true now, and how old it is.

import { el, fill, the } from "./dom";
import { dayAt, eachMinute, now, today } from "./now";
import type { Line } from "./watch";
import { _, clock, day, minutesSince } from "./words";

/** Keeps the pill `#connection` and `<html data-line>` honest; pages dim what is stale by that attribute. */
export function status(zone: string): (line: Line, asOf: Date | null) => void {
  const pill = the("connection");
  let stale: Date | null = null;
  eachMinute(() => stale && pill.lastChild && pill.replaceChild(document.createTextNode(age(stale, zone)), pill.lastChild));
  return (line, asOf) => {
    stale = line === "live" ? null : asOf;
    if (line === "live" && document.documentElement.dataset["line"] === "live") return;
    document.documentElement.dataset["line"] = line;
    fill(pill, el("i", { "aria-hidden": "true", class: "dot" }), words(line, asOf, zone));
  };
}

function words(line: Line, asOf: Date | null, zone: string): string {
  if (line === "live") return _("tersambung");
  return asOf ? age(asOf, zone) : _("menyambungkan…");
}

/** A time of day alone would be read as today's. */
function age(asOf: Date, zone: string): string {
  const time = clock(asOf, zone);
  const date = dayAt(asOf.getTime(), zone);
  if (date !== today(zone)) return _("terputus, mencoba lagi… data {date} pukul {time}", { date: day(date), time });
  const passed = minutesSince(asOf.toISOString(), now());
  if (!passed) return _("terputus, mencoba lagi… data pukul {time}", { time });
  if (passed < 60) return _("terputus, mencoba lagi… data pukul {time}, {count} menit lalu", { time, count: passed });
  return _("terputus, mencoba lagi… data pukul {time}, {count} jam lalu", { time, count: Math.floor(passed / 60) });
}
