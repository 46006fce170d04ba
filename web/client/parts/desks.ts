// Which desk this computer is: remembered, opened and closed here.

import { press } from "./api";
import { Company } from "./company";
import { el, fill, the } from "./dom";
import type { Queue, Row } from "./shapes";
import type { Watching } from "./watch";
import { _ } from "./words";

export class Desks {
  private state: Queue | null = null;
  private company: Company | null = null;
  desk: string | null;

  constructor(
    private readonly station: string,
    private readonly names: string[],
    private readonly changed: () => void,
    private readonly failed: (error: unknown) => void,
  ) {
    const kept = remembered(`alur.desk.${station}`);
    this.desk = kept && names.includes(kept) ? kept : names.length === 1 ? names[0] || null : null;
  }

  /** The visit at this desk now. */
  get row(): Row | null {
    return (this.desk && this.state?.desks[this.desk]?.visit) || null;
  }

  get isOpen(): boolean {
    return Boolean(this.desk && this.state?.desks[this.desk]?.open);
  }

  /** Whether this desk has a break. */
  get isPaused(): boolean {
    return this.isOpen && this.state?.desks[this.desk || ""]?.paused !== null;
  }

  /** The other desks of this station that somebody could be handed to. */
  get others(): string[] {
    return this.names.filter((name) => name !== this.desk && this.state?.desks[name]?.open && !this.state.desks[name]?.visit);
  }

  /** Say over this line which desk this is, and show who else has it open. */
  meet(line: Watching, zone: string): void {
    this.company = new Company({ station: this.station, desk: () => this.desk, zone }, line);
  }

  show(state: Queue): void {
    this.state = state;
    this.draw();
  }

  /** Open this desk, or another one, and stay there. */
  async take(desk: string): Promise<void> {
    this.desk = desk;
    remember(`alur.desk.${this.station}`, desk);
    this.company?.sit();
    this.draw();
    this.changed();
    if (!this.isOpen) await this.attempt("POST", desk);
  }

  private async attempt(method: "POST" | "DELETE", desk: string, what = "opening"): Promise<void> {
    try {
      await press(method, `stations/${this.station}/desks/${encodeURIComponent(desk)}/${what}`);
    } catch (error) {
      this.failed(error);
    }
  }

  private draw(): void {
    const choose = this.names.map((name) => {
      const isMine = name === this.desk;
      const state = this.state?.desks[name];
      const pause = state?.open && state.paused !== null ? _("istirahat") : "";
      const isShut = isMine && state !== undefined && !state.open;
      const note = isShut ? _("tutup") : isMine ? pause : state?.visit?.ticket || pause;
      return el(
        "button",
        {
          type: "button",
          class: isShut ? "on shut" : isMine ? "on" : "",
          "aria-pressed": String(isMine),
          "data-desk": name,
          "data-open": String(Boolean(state?.open)),
          click: () => void this.take(name),
        },
        [`${_("Meja")} ${name}`, note].filter(Boolean).join(" · "),
      );
    });
    const desk = this.desk;
    the("desks").classList.toggle("unchosen", desk === null);
    const isFree = desk && this.isOpen && !this.state?.desks[desk]?.visit;
    const button = (id: string, label: string, click: () => void): HTMLElement => el("button", { type: "button", id, class: "quiet", click }, label);
    const rest = isFree
      ? [
          this.isPaused
            ? button("end-pause", _("Selesai istirahat"), () => void this.attempt("DELETE", desk, "pause"))
            : button("pause", _("Istirahat"), () => void this.attempt("POST", desk, "pause")),
          button("close-desk", _("Tutup meja"), () => void this.attempt("DELETE", desk)),
        ]
      : [];
    fill(the("desks"), ...choose, ...rest);
  }
}

export function remembered(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null; // a browser that keeps nothing still works, it only forgets
  }
}

export function remember(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // as above
  }
}
