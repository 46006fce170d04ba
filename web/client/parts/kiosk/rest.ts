// Whoever walks away leaves the next one a fresh start: after some seconds of nothing, back; after minutes, a dim screen.

import { the } from "../dom";

const IDLE_MS = 120_000; // nobody reads choices for longer; a screen that is dim lives longer

export class Rest {
  private left = 0;
  private whole = 0;
  private countdown = 0;
  private idling = 0;

  constructor(private readonly over: () => void) {
    const stir = (): void => {
      if (this.countdown) this.left = this.whole;
      this.idle();
    };
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, stir, true);
    this.idle();
  }

  /** Back to the start after so many seconds in which nobody touches anything. `tick` tells how many are left. */
  begin(seconds: number, tick: (left: number) => void = () => undefined): void {
    this.end();
    this.left = this.whole = seconds;
    tick(seconds);
    this.countdown = window.setInterval(() => {
      this.left -= 1;
      tick(this.left);
      if (this.left > 0) return;
      this.end();
      this.over();
    }, 1_000);
  }

  end(): void {
    window.clearInterval(this.countdown);
    this.countdown = 0;
  }

  private idle(): void {
    the("idle").hidden = true;
    window.clearTimeout(this.idling);
    this.idling = window.setTimeout(() => {
      the("idle").hidden = false;
    }, IDLE_MS);
  }
}
