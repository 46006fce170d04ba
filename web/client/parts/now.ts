// The server's time on this computer, and a tick. An old PC's clock is often wrong; the page brings the right time.

import { the } from "./dom";
import { clock } from "./words";

const sent = Date.parse(document.documentElement.dataset["now"] || "");
const ahead = Number.isNaN(sent) ? 0 : sent - Date.now();

/** Milliseconds since 1970, by the server's clock. */
export const now = (): number => Date.now() + ahead;

/** Call at once and then every second. */
export function eachSecond(tick: () => void): void {
  tick();
  window.setInterval(tick, 1_000);
}

/** Keep `#clock` at the facility's time. */
export function runClock(zone: string): void {
  const face = the("clock");
  eachSecond(() => {
    const time = clock(new Date(now()), zone);
    if (face.textContent !== time) face.textContent = time;
  });
}
