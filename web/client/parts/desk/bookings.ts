// Who has booked for today: the list, the field for their code, and coming.

import { Refusal, get, press } from "../api";
import { answers, ask } from "../dialog";
import { el, fill, keepingFocus, say, the } from "../dom";
import { calm, complain } from "../message";
import type { Booking, Bookings, Visit } from "../shapes";
import { _ } from "../words";

export class Expected {
  private list: Booking[] = [];

  constructor(
    private readonly counter: string,
    private readonly arrived: (visit: Visit, name: string) => void,
  ) {
    the("check-in").addEventListener("submit", (event) => {
      event.preventDefault();
      const code = this.box.value.trim();
      if (code) void this.checkIn({ code });
    });
  }

  async load(): Promise<void> {
    try {
      const { bookings } = await get<Bookings>("bookings");
      this.list = bookings;
      this.draw();
    } catch (error) {
      complain(error);
    }
  }

  /** Beside the line; while a patient is chosen the route stands there. */
  show(isShown: boolean): void {
    the("bookings").hidden = !isShown;
  }

  /** The cursor waits for a scanner, or for somebody who types. */
  takeCode(): void {
    this.box.focus();
    this.box.select();
  }

  private get box(): HTMLInputElement {
    return the<HTMLInputElement>("code");
  }

  private async checkIn(booking: { code: string } | { visit: string }): Promise<void> {
    calm();
    try {
      const { visit } = await press<{ visit: Visit & { patient: string | null } }>("POST", "bookings/check-ins", { ...booking, station: this.counter });
      this.box.value = "";
      this.arrived(visit, this.list.find((one) => one.visit === visit.id)?.person || "");
    } catch (error) {
      complain(error);
    }
    await this.load();
  }

  private askCancel(booking: Booking): void {
    const cancel = (reason: string) => async (): Promise<void> => {
      calm();
      await press("DELETE", `bookings/${booking.visit}`, { reason }).catch(complain);
      await this.load();
    };
    const usual = [_("Pasien menelepon"), _("Salah tanggal atau jam"), _("Puskesmas tidak dapat melayani")];
    const choices = usual.map((reason, n) => ({ key: `cancel-${n}`, label: reason, act: () => void cancel(reason)() }));
    ask(_("Mengapa {name} batal?", { name: booking.person || booking.name }), answers(choices));
  }

  private draw(): void {
    const expected = this.list.filter((one) => one.status === "expected");
    say(the("expected-count"), String(expected.length));
    keepingFocus(() => fill(the("expected"), ...expected.map((one) => this.row(one))));
  }

  private row(one: Booking): HTMLElement {
    return el(
      "li",
      { "data-visit": one.visit },
      el("span", { class: "num" }, slotWords(one.slot)),
      el("span", { class: "why" }, el("b", {}, one.person || one.name), " ", one.code),
      el("button", { type: "button", class: "btn small quiet", "data-focus": `off-${one.visit}`, click: () => this.askCancel(one) }, _("Batalkan")),
      el("button", { type: "button", class: "btn small", "data-focus": `here-${one.visit}`, click: () => void this.checkIn({ visit: one.visit }) }, _("Hadir")),
    );
  }
}

/** 09.00, or what is said where any time will do. */
export const slotWords = (slot: string | null): string => (slot ? slot.replace(":", ".") : _("bebas"));

/** A refusal that names the field of the dialog, as a sentence for it. */
export const said = (error: unknown): string => (error instanceof Refusal ? error.message : _("Ada yang salah di layar ini. Muat ulang halaman."));
