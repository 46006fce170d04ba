// "● tersambung" or "terputus, mencoba lagi… data pukul 09.41": whether what is shown is true now.

import { el, fill, the } from "./dom";
import type { Line } from "./watch";
import { _, clock } from "./words";

/** Keeps the pill `#connection` and `<html data-line>` honest; pages dim what is stale by that attribute. */
export function status(zone: string): (line: Line, asOf: Date | null) => void {
  const pill = the("connection");
  return (line, asOf) => {
    if (line === "live" && document.documentElement.dataset["line"] === "live") return;
    document.documentElement.dataset["line"] = line;
    fill(pill, el("i", { "aria-hidden": "true", class: "dot" }), words(line, asOf, zone));
  };
}

function words(line: Line, asOf: Date | null, zone: string): string {
  if (line === "live") return _("tersambung");
  if (!asOf) return _("menyambungkan…");
  return _("terputus, mencoba lagi… data pukul {time}", { time: clock(asOf, zone) });
}
