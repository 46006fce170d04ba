// Tickets that were drawn before: who waits at the counter, and the one that this desk registers now.

import { Refusal, get, press } from "../api";
import { isOver, openDay, whyClosed } from "../day";
import { Desks } from "../desks";
import { el, fill, keepingFocus, say, the } from "../dom";
import { calm, complain } from "../message";
import { now } from "../now";
import type { Facts, Patient, Queue, Row, Visit } from "../shapes";
import { showStory } from "../story";
import { _, minutes, minutesSince, pick } from "../words";

interface Drawn {
  visit: string;
  name: string;
  facts: Facts;
  registered: boolean; // for somebody else, perhaps
}

export class Line {
  queue: Queue | null = null;
  ticket: Drawn | null = null;
  private asked = ""; // the visit that somebody else sent here
  private readonly desks: Desks;

  constructor(
    private readonly counter: { code: string; desks: string[] },
    private readonly isChosen: () => boolean,
  ) {
    this.desks = new Desks(counter.code, counter.desks, () => this.draw(), complain);
  }

  async call(visit?: string): Promise<void> {
    const { desk, isOpen } = this.desks;
    if (!desk) return complain(new Refusal(_("Pilih meja Anda di atas."), 422));
    calm();
    try {
      if (!isOpen) await this.desks.take(desk);
      await press("POST", `stations/${this.counter.code}/calls`, visit ? { desk, visit } : { desk });
    } catch (error) {
      complain(error);
    }
  }

  /** A visit that somebody else sent here, an emergency perhaps, or one that another desk called. */
  async takeUp(visit: string): Promise<void> {
    const known = await get<Visit & { facts: Facts; patient: string | null }>(`visits/${visit}`);
    this.asked = visit;
    this.ticket = { visit, name: known.ticket || known.name, facts: known.facts, registered: known.patient !== null };
  }

  /** The ticket gets its patient; the desk that called it is free again. */
  async register({ visit, registered, facts: before }: Drawn, known: Patient, facts: Facts, family: object): Promise<Visit> {
    if (registered) return this.giveTo(visit, known, { ...forgotten(before, facts), ...facts });
    const row = this.desks.row;
    const answer = await press<{ visit: Visit }>("POST", `visits/${visit}/registrations`, { patient: known.id, facts, ...family });
    if (row?.visit === visit) {
      if (row.status === "called") await this.order(visit, "starts");
      await this.order(visit, "finishes");
    }
    this.ticket = null;
    return answer.visit;
  }

  /** It was registered for somebody else. */
  private async giveTo(visit: string, known: Patient, facts: Record<string, unknown>): Promise<Visit> {
    const answer = await press<{ visit: Visit }>("PUT", `visits/${visit}/patient`, { patient: known.id, facts });
    this.ticket = null;
    this.asked = "";
    return answer.visit;
  }

  /** Back to the ticket that this desk has called, if nobody has registered it yet. */
  restart(): void {
    const row = this.desks.row;
    this.ticket = row && !row.registered ? { visit: row.visit, name: row.ticket, facts: row.facts, registered: false } : null;
  }

  draw(): void {
    const queue = this.queue;
    if (!queue) return this.drawTicket();
    this.desks.show(queue);
    if (!this.isChosen()) {
      const before = this.ticket;
      this.restart();
      if (!this.ticket && before?.visit === this.asked) this.ticket = before;
    }
    say(the("waiting-count"), String(queue.count));
    const rest = queue.count - queue.waiting.length;
    const more = rest > 0 ? [el("li", { class: "more" }, _("+{count} lagi", { count: rest }))] : [];
    keepingFocus(() => fill(the("waiting"), ...queue.waiting.map((row) => this.listed(row)), ...more));
    this.drawTicket();
  }

  private order(visit: string, what: string): Promise<unknown> {
    return press("POST", `visits/${visit}/${what}`, { station: this.counter.code });
  }

  private drawTicket(): void {
    const box = the("called");
    const closed = this.queue && !this.queue.day_open ? this.queue : null;
    box.hidden = !this.ticket && !closed;
    if (closed) fill(box, el("span", {}, whyClosed(closed)), !isOver(closed) && el("span", { class: "tools" }, openButton()));
    if (!this.ticket || closed) return;
    const { visit, name, registered } = this.ticket;
    const words = registered ? _("terdaftar atas nama orang lain: cari orang yang benar, atau F2") : _("belum didaftarkan: cari pasiennya, atau F2");
    const row = this.desks.row;
    const isHere = row?.visit === visit;
    const isCalled = isHere && row.status === "called";
    fill(
      box,
      el("b", { class: "num", id: "called-ticket", "data-visit": visit }, name),
      el("span", {}, isHere ? _("di meja ini: cari pasiennya, atau F2") : words),
      el(
        "span",
        { class: "tools" },
        isCalled && this.button(_("Panggil ulang"), "recalls"),
        isCalled && this.button(_("Tidak hadir"), "absences"),
        isHere && this.button(_("Tahan"), "hold", "hold-called"),
        el("button", { type: "button", class: "btn small", id: "story-of-called", click: () => void showStory(visit) }, _("Riwayat")),
      ),
    );
  }

  private button(label: string, what: string, id = what): HTMLElement {
    const visit = this.ticket?.visit || "";
    const act = (): void => {
      calm();
      this.order(visit, what).catch(complain);
    };
    return el("button", { type: "button", class: "btn small", id, click: act }, label);
  }

  private listed(row: Row): HTMLElement {
    return el(
      "li",
      { "data-visit": row.visit, "data-ticket": row.ticket },
      el("span", { class: "num" }, row.ticket),
      el("span", { class: "why" }, pick(row.why || row.because)),
      el("span", { class: "waited" }, minutes(minutesSince(row.since, now()))),
      el("button", { type: "button", class: "btn small", "data-focus": `call-${row.visit}`, click: () => void this.call(row.visit) }, _("Panggil")),
    );
  }
}

/** What was said of the other person and is not said of this one; birth date and sex come with the person. */
function forgotten(before: Facts, now: Facts): Record<string, null> {
  const nothing: Record<string, null> = {};
  for (const name of Object.keys(before)) if (!(name in now) && !["birth_date", "sex", "arrived"].includes(name)) nothing[name] = null;
  return nothing;
}

function openButton(): HTMLElement {
  const open = (): void => {
    calm();
    openDay().catch(complain);
  };
  return el("button", { type: "button", class: "btn main", id: "open-day", click: open }, _("Buka hari layanan"));
}
