// Which desk this computer is: remembered, opened and closed here.

import { press } from "./api";
import { el, fill, the } from "./dom";
import type { Queue, Row } from "./shapes";
import { _ } from "./words";

export class Desks {
  private state: Queue | null = null;
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

  show(state: Queue): void {
    this.state = state;
    this.draw();
  }

  /** Open this desk, or another one, and stay there. */
  async take(desk: string): Promise<void> {
    this.desk = desk;
    remember(`alur.desk.${this.station}`, desk);
    this.draw();
    this.changed();
    if (!this.isOpen) await this.attempt("POST", desk);
  }

  private async attempt(method: "POST" | "DELETE", desk: string): Promise<void> {
    try {
      await press(method, `stations/${this.station}/desks/${encodeURIComponent(desk)}/opening`);
    } catch (error) {
      this.failed(error);
    }
  }

  private draw(): void {
    const choose = this.names.map((name) => {
      const isMine = name === this.desk;
      const state = this.state?.desks[name];
      const note = !isMine && state?.visit ? ` · ${state.visit.ticket}` : "";
      return el(
        "button",
        {
          type: "button",
          class: isMine ? "on" : "",
          "aria-pressed": String(isMine),
          "data-desk": name,
          "data-open": String(Boolean(state?.open)),
          click: () => void this.take(name),
        },
        `${_("Meja")} ${name}${note}`,
      );
    });
    const desk = this.desk;
    the("desks").classList.toggle("unchosen", desk === null);
    const close =
      desk && this.isOpen && !this.state?.desks[desk]?.visit
        ? el("button", { type: "button", id: "close-desk", class: "quiet", click: () => void this.attempt("DELETE", desk) }, _("Tutup meja"))
        : null;
    fill(the("desks"), ...choose, close);
  }
}

function remembered(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null; // a browser that keeps nothing still works, it only forgets
  }
}

function remember(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // as above
  }
}
