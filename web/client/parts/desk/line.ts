// Tickets that were drawn before: who waits at the counter, and the one that this desk registers now.

import { Refusal, get, press } from "../api";
import { isOver, openDay, whyClosed } from "../day";
import { Desks } from "../desks";
import { el, fill, keepingFocus, say, the } from "../dom";
import { calm, complain } from "../message";
import { now } from "../now";
import type { Facts, Patient, Queue, Row, Visit } from "../shapes";
import { showStory } from "../story";
import { ownFirst } from "../undoing";
import { _, minutes, minutesSince, pick } from "../words";

interface Drawn {
  visit: string;
  name: string;
  facts: Facts;
  registered: boolean; // for somebody else, perhaps
}

interface Desk {
  isChosen: () => boolean;
  done: () => void; // a button has done its work: what is typed next is for the search box
  told: (facts: Facts) => string; // what is known of somebody, in words
}

export class Line {
  queue: Queue | null = null;
  ticket: Drawn | null = null;
  private asked = ""; // the visit that somebody else sent here
  readonly desks: Desks;

  constructor(
    private readonly counter: { code: string; desks: string[] },
    private readonly desk: Desk,
  ) {
    this.desks = new Desks(counter.code, counter.desks, () => this.taken(), complain);
  }

  /** A desk has been chosen: nothing of before stands in the way. */
  private taken(): void {
    calm();
    this.draw();
    this.desk.done();
  }

  /** The visit that this desk has called. */
  get called(): string {
    return this.desks.row?.visit || "";
  }

  /** The visit that was taken up here and not called. */
  get takenUp(): string {
    return this.asked;
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
    // Who has left may still have been the wrong person; to be registered they would have to be here.
    if (known.outcome && known.patient === null) throw new Refusal(_("Kunjungan {number} sudah berakhir. Bila orangnya masih di sini, beri nomor baru.", { number: known.name }), 409);
    this.asked = visit;
    this.ticket = { visit, name: known.ticket || known.name, facts: known.facts, registered: known.patient !== null };
  }

  /** The ticket gets its patient; the desk that called it is free again. */
  async register({ visit, registered, facts: before }: Drawn, known: Patient, facts: Facts, family: object, exchange: boolean): Promise<Visit> {
    if (registered) return this.giveTo(visit, known, { ...forgotten(before, facts), ...facts }, exchange);
    const row = this.desks.row;
    const answer = await press<{ visit: Visit }>("POST", `visits/${visit}/registrations`, { patient: known.id, facts, ...family });
    if (row?.visit === visit) await this.finish(row);
    this.ticket = null;
    this.asked = "";
    return answer.visit;
  }

  /** It was registered for somebody else; `exchange`: who in turn has this one's number. */
  private async giveTo(visit: string, known: Patient, facts: Record<string, unknown>, exchange: boolean): Promise<Visit> {
    const answer = await press<{ visit: Visit }>("PUT", `visits/${visit}/patient`, { patient: known.id, facts, exchange });
    this.ticket = null;
    this.asked = "";
    return answer.visit;
  }

  /** Back to the ticket that this desk has called, if nobody has registered it yet, or to the one that was taken up. */
  restart(): void {
    const row = this.desks.row;
    const taken = this.ticket?.visit === this.asked ? this.ticket : null;
    this.ticket = row && !row.registered ? { visit: row.visit, name: row.ticket, facts: row.facts, registered: false } : taken;
  }

  /** What was taken up stays as it was. */
  drop(): void {
    this.asked = "";
    this.restart();
  }

  draw(): void {
    const queue = this.queue;
    if (!queue) return this.drawTicket();
    this.desks.show(queue);
    if (!this.desk.isChosen()) this.restart();
    say(the("waiting-count"), String(queue.count));
    const rest = queue.count - queue.waiting.length;
    const more = rest > 0 ? [el("li", { class: "more" }, _("+{count} lagi", { count: rest }))] : [];
    keepingFocus(() => {
      fill(the("waiting"), ...queue.waiting.map((row) => this.listed(row)), ...more);
      this.drawAway(queue);
    });
    this.drawTicket();
  }

  private order(visit: string, what: string): Promise<unknown> {
    return press("POST", `visits/${visit}/${what}`, { station: this.counter.code });
  }

  private drawTicket(): void {
    const box = the("called");
    const closed = this.queue && !this.queue.day_open ? this.queue : null;
    const row = this.desks.row;
    box.hidden = !this.ticket && !row && !closed;
    if (closed) fill(box, el("span", {}, whyClosed(closed)), !isOver(closed) && el("span", { class: "tools" }, openButton()));
    if (closed) return;
    if (this.ticket) this.drawToRegister(box, this.ticket, row?.visit === this.ticket.visit ? row : null);
    else if (row) this.drawHere(box, row, _("di meja ini, sudah didaftarkan"), this.tool("finishes", _("Selesai"), () => this.finish(row)));
  }

  /** A number without its patient, or with another one's; `row` where it is at this desk. */
  private drawToRegister(box: HTMLElement, { visit, name, registered }: Drawn, row: Row | null): void {
    const words = registered ? _("terdaftar atas nama orang lain: cari orang yang benar, atau F2") : _("belum didaftarkan: cari pasiennya, atau F2");
    if (row) this.drawHere(box, row, _("di meja ini: cari pasiennya, atau F2"));
    else fill(box, ...said(visit, name, words), el("span", { class: "tools" }, story(visit), this.never()));
  }

  /** Who is at this desk, and what may be done. */
  private drawHere(box: HTMLElement, row: Row, words: string, ...tools: HTMLElement[]): void {
    const isCalled = row.status === "called";
    const order = (what: string, label: string, id = what): HTMLElement => this.tool(id, label, () => this.order(row.visit, what));
    fill(
      box,
      ...said(row.visit, row.ticket, words),
      el(
        "span",
        { class: "tools" },
        ...tools,
        isCalled && order("recalls", _("Panggil ulang")),
        isCalled && order("absences", _("Tidak hadir")),
        order("hold", _("Tahan"), "hold-called"),
        story(row.visit),
      ),
    );
  }

  private never(): HTMLElement {
    const act = (): void => {
      this.drop();
      this.draw();
      this.desk.done();
    };
    return el("button", { type: "button", class: "btn small", id: "drop-ticket", click: act }, _("Tidak jadi"));
  }

  private async finish(row: Row): Promise<void> {
    if (row.status === "called") await this.order(row.visit, "starts");
    await this.order(row.visit, "finishes");
  }

  /** Who did not come, who is held, and what was done last: one press brings it back. */
  private drawAway(queue: Queue): void {
    const back = (rows: Row[], words: string, label: string, act: (row: Row) => Promise<unknown>): HTMLElement | null =>
      rows.length ? el("span", {}, `${words} · ${rows.length} `, ...rows.map((row) => this.tool(`back-${row.visit}`, `${label} ${row.ticket}`, () => act(row)))) : null;
    const last = ownFirst(queue.undoable, this.desks.desk)[0];
    const undo = (): Promise<unknown> => press("POST", `visits/${last!.visit}/undo`, { station: this.counter.code, position: last!.position });
    const away = [
      back(queue.absent, _("Tidak hadir"), _("Masukkan lagi"), (row) => this.order(row.visit, "returns")),
      back(queue.held, _("Ditahan"), _("Lanjutkan"), (row) => press("DELETE", `visits/${row.visit}/hold`, { station: this.counter.code })),
      last ? el("span", {}, el("b", { class: "num" }, last.ticket), ` ${pick(last.action)} `, this.tool("undo-last", _("Urungkan"), undo)) : null,
    ];
    the("away").hidden = !queue.day_open || !away.some(Boolean);
    fill(the("away"), ...away);
  }

  /** A button whose work is said where it fails; what was typed next goes to the search box. */
  private tool(id: string, label: string, work: () => Promise<unknown>): HTMLElement {
    const act = (): void => {
      calm();
      work().catch(complain);
      this.desk.done();
    };
    return el("button", { type: "button", class: "btn small", id, "data-focus": id, click: act }, label);
  }

  private listed(row: Row): HTMLElement {
    const told = this.desk.told(row.facts);
    return el(
      "li",
      { "data-visit": row.visit, "data-ticket": row.ticket },
      el("span", { class: "num" }, row.ticket),
      el("span", { class: "why" }, told && el("b", {}, told), pick(row.why || row.because)),
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

/** Which number this is about, and what about it. */
function said(visit: string, name: string, words: string): HTMLElement[] {
  return [el("b", { class: "num", id: "called-ticket", "data-visit": visit }, name), el("span", {}, words)];
}

function story(visit: string): HTMLElement {
  return el("button", { type: "button", class: "btn small", id: "story-of-called", click: () => void showStory(visit) }, _("Riwayat"));
}

function openButton(): HTMLElement {
  const open = (): void => {
    calm();
    openDay().catch(complain);
  };
  return el("button", { type: "button", class: "btn main", id: "open-day", click: open }, _("Buka hari layanan"));
}
