// Who has booked: the list of today, or of another day; the field for their code, and coming.

import { Refusal, get, press } from "../api";
import { answers, ask } from "../dialog";
import { el, fill, keepingFocus, say, the } from "../dom";
import { calm, complain } from "../message";
import type { Booking, Bookings, Visit } from "../shapes";
import { _, timeOfDay } from "../words";

interface Desk {
  today: () => string; // the facility's date
  arrived: (visit: Visit, name: string) => void;
  print: (visit: string) => void;
}

export class Expected {
  private list: Booking[] = [];
  private other = ""; // a day that is not today

  constructor(
    private readonly counter: string,
    private readonly desk: Desk,
  ) {
    the("check-in").addEventListener("submit", (event) => {
      event.preventDefault();
      const code = this.box.value.trim();
      if (code) void this.checkIn({ code });
    });
    this.day.addEventListener("change", () => void this.turnTo(this.day.value));
  }

  async load(): Promise<void> {
    const day = this.other;
    try {
      const { bookings } = await get<Bookings>(day ? `bookings?day=${day}` : "bookings");
      if (day !== this.other) return; // another day was chosen meanwhile
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

  private get day(): HTMLInputElement {
    return the<HTMLInputElement>("bookings-day");
  }

  private async turnTo(day: string): Promise<void> {
    this.other = day === this.desk.today() ? "" : day;
    await this.load();
  }

  /** Who comes has booked for today, whichever list is open. */
  async checkIn(booking: { code: string } | { visit: string }): Promise<void> {
    calm();
    try {
      const { visit } = await press<{ visit: Visit & { patient: string | null } }>("POST", "bookings/check-ins", { ...booking, station: this.counter });
      this.box.value = "";
      this.desk.arrived(visit, this.list.find((one) => one.visit === visit.id)?.person || "");
    } catch (error) {
      complain(error);
    }
    await this.turnTo("");
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
    say(the("bookings-title"), this.other ? _("Janji") : _("Janji hari ini"));
    say(the("expected-count"), String(expected.length));
    if (document.activeElement !== this.day) this.day.value = this.other || this.desk.today();
    keepingFocus(() => fill(the("expected"), ...(expected.length ? expected.map((one) => this.row(one)) : [el("li", { class: "none" }, this.nobody)])));
  }

  private get nobody(): string {
    return this.other ? _("Belum ada janji untuk tanggal ini.") : _("Belum ada janji untuk hari ini. F9 pada pasien yang dipilih membuat janji.");
  }

  private row(one: Booking): HTMLElement {
    const tool = (focus: string, label: string, kind: string, act: () => void): HTMLElement =>
      el("button", { type: "button", class: `btn small ${kind}`, "data-focus": `${focus}-${one.visit}`, click: act }, label);
    return el(
      "li",
      { "data-visit": one.visit },
      el("span", { class: "num" }, slotWords(one.slot)),
      el("b", { class: "who" }, one.person || one.name),
      el("span", { class: "code" }, one.code),
      el(
        "span",
        { class: "tools" },
        tool("off", _("Batalkan"), "quiet", () => this.askCancel(one)),
        tool("slip", _("Cetak"), "quiet", () => this.desk.print(one.visit)),
        !this.other && tool("here", _("Hadir"), "", () => void this.checkIn({ visit: one.visit })),
      ),
    );
  }
}

/** 09.00, or what is said where any time will do. */
export const slotWords = (slot: string | null): string => (slot ? timeOfDay(slot) : _("kapan saja"));

/** A refusal that names the field of the dialog, as a sentence for it. */
export const said = (error: unknown): string => (error instanceof Refusal ? error.message : _("Ada yang salah di layar ini. Muat ulang halaman."));
