// The server's time on this computer, and a tick. An old PC's clock is often wrong; the page brings the right time.

import { the } from "./dom";
import { clock } from "./words";

const sent = Date.parse(document.documentElement.dataset["now"] || "");
const ahead = Number.isNaN(sent) ? 0 : sent - Date.now();

/** Milliseconds since 1970, by the server's clock. */
export const now = (): number => Date.now() + ahead;

/** The facility's date by the server's clock, now or at that time, as an ISO day. */
export function today(zone: string, at = new Date(now())): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone } as const;
  return new Intl.DateTimeFormat("en-CA", parts).format(at);
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));

/** Call at once and then every second. */
export function eachSecond(tick: () => void): void {
  tick();
  window.setInterval(tick, 1_000);
}

/** Call whenever a new minute has begun. */
export function eachMinute(tick: () => void): void {
  const current = (): number => Math.floor(now() / 60_000);
  let minute = current();
  eachSecond(() => {
    if (minute === current()) return;
    minute = current();
    tick();
  });
}

/** Keep `#clock` at the facility's time. */
export function runClock(zone: string): void {
  const face = the("clock");
  eachSecond(() => {
    const time = clock(new Date(now()), zone);
    if (face.textContent !== time) face.textContent = time;
  });
}
