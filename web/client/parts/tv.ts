// A television that is never switched off: words that run where they do not fit, and no picture that stands in the same place for ever.

import { the } from "./dom";
import { eachMinute } from "./now";

const SHIFTS_PX = [0, 2, 4, 2, 0, -2, -4, -2]; // a few pixels are enough for a panel, and nobody sees them
const PX_PER_SECOND = 90; // running words at six metres

/** Words that are longer than the footer run through it; the others stand. */
export function runWhereTooLong(): void {
  const place = the("footer-words");
  const words = place.querySelector("span")!;
  const measure = (): void => {
    const room = place.clientWidth;
    const runs = place.classList.contains("runs");
    const length = words.offsetWidth - (runs ? room : 0); // what runs has a whole width of nothing before it
    if (runs !== length > room) place.classList.toggle("runs", length > room);
    words.style.animationDuration = `${(length + room) / PX_PER_SECOND}s`;
  };
  measure();
  window.addEventListener("resize", measure);
  void document.fonts.ready.then(measure);
  eachMinute(measure); // the notes beside it come and go
}

/** The whole picture moves a little every minute. */
export function spareThePanel(): void {
  let minutes = 0;
  eachMinute(() => {
    minutes++;
    const across = SHIFTS_PX[minutes % SHIFTS_PX.length];
    const down = SHIFTS_PX[(minutes >> 3) % SHIFTS_PX.length];
    document.body.style.transform = `translate(${across}px, ${down}px)`;
  });
}
