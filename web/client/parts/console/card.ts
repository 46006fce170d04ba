// The card of the visit that is at this desk now, or what to do when nobody is.

import { get } from "../api";
import { badgesOf, numberClass } from "../badges";
import { whyClosed } from "../day";
import { el, fill, keepingFocus, say, the } from "../dom";
import { now } from "../now";
import type { Patient, Row } from "../shapes";
import { _, lasting, pick, stopwatch } from "../words";
import type { Finishing } from "./finishing";
import type { OtherRoom } from "./other";
import type { Work } from "./work";

const SOON_SECONDS = 30; // time enough to look up and begin

export class Card {
  private patient: { visit: string; isAsked: boolean; known: Patient | null } | null = null;

  constructor(
    private readonly work: Work,
    private readonly finishing: Finishing,
  ) {}

  draw(): void {
    const { row } = this.work.desks;
    if (row) void this.lookUp(row);
    say(the("spoken"), row ? `${row.ticket}: ${row.status === "called" ? _("dipanggil") : _("sedang dilayani")}` : this.idleWords());
    const card = the("now");
    card.className = `card ${row ? row.status : "free"}`;
    card.dataset["visit"] = row?.visit || "";
    fill(card, ...(row ? this.visit(row) : [el("p", { class: "idle" }, this.idleWords())]));
    this.tick();
  }

  tick(): void {
    const timer = document.getElementById("timer");
    const since = timer?.dataset["since"];
    if (timer && since) say(timer, stopwatch(since, now()));
    this.countDown();
  }

  /** How long somebody who is called may still take to come. */
  private countDown(): void {
    const place = document.getElementById("absent-in");
    const at = place?.dataset["at"];
    if (!place || !at) return;
    const left = Math.max(0, Math.ceil((Date.parse(at) - now()) / 1000));
    place.classList.toggle("warn", left <= SOON_SECONDS);
    say(place, left ? _("Bila tidak datang: otomatis tidak hadir dalam {time}", { time: lasting(left) }) : _("Sekarang otomatis ditandai tidak hadir…"));
  }

  private visit(row: Row): (HTMLElement | null)[] {
    const isServing = row.status === "serving";
    const name = this.patient?.visit === row.visit ? this.patient.known : null;
    const { queue } = this.work;
    const isUnknown = this.work.page.registers && !row.registered;
    return [
      el("p", { class: "t", id: "status", "data-status": row.status }, isServing ? _("Sedang dilayani") : _("Dipanggil ({count}×)", { count: row.calls })),
      el("p", { class: "timer num", id: "timer", "data-since": isServing ? row.started_at : row.called_at }),
      el("p", { class: `ticket ${numberClass(row.ticket)}`, id: "ticket" }, row.ticket),
      name && el("p", { class: "name", id: "patient-name" }, name.name, name.record ? el("small", {}, `RM ${name.record}`) : null),
      el("p", { class: "facts" }, ...badgesOf(row)),
      el("p", { class: "because" }, pick(row.because), row.note ? ` · ${row.note}` : ""),
      row.absent_at && queue?.day_open ? el("p", { class: "note", id: "absent-in", "data-at": row.absent_at }) : null,
      queue && !queue.day_open ? el("p", { class: "note warn closed" }, whyClosed(queue)) : null,
      isUnknown ? el("a", { class: "btn", id: "register", href: `/loket?kunjungan=${row.visit}` }, _("Daftarkan")) : null,
      row.alert?.kind === "long_service" && queue?.day_open ? this.askStill(row) : null,
      isServing && queue?.day_open ? this.finishing.drawn(row) : null,
    ];
  }

  /** Somebody has been served for so long that perhaps nobody has pressed finish. */
  private askStill(row: Row): HTMLElement {
    const yes = (): void => void this.work.attempt(() => this.work.about(row, "confirmations"));
    return el(
      "p",
      { class: "note warn still", id: "still", role: "status" },
      el("span", {}, _("Masih melayani {ticket}?", { ticket: row.ticket })),
      el("button", { type: "button", class: "btn small", id: "still-yes", "data-focus": "still", disabled: this.work.isBusy, click: yes }, _("Ya, masih")),
    );
  }

  private idleWords(): string {
    const { queue, desks, other, isAnybodyFree } = this.work;
    if (!queue) return "";
    if (!queue.day_open) return whyClosed(queue);
    if (!desks.desk) return _("Pilih meja Anda di atas.");
    if (!desks.isOpen) return _("Meja {desk} tutup.", { desk: desks.desk });
    if (desks.isPaused) return _("Meja {desk} istirahat. Memanggil mengakhirinya.", { desk: desks.desk });
    if (isAnybodyFree) return isTouched() ? _("Meja siap. Sentuh tombol di bawah untuk memanggil.") : _("Meja siap. Tekan Spasi untuk memanggil.");
    return other.room ? elsewhere(other) : _("Tidak ada yang menunggu.");
  }

  /** The identity comes by request, to signed-in staff, never over the sockets. */
  private async lookUp(row: Row): Promise<void> {
    if (this.patient?.visit === row.visit && (this.patient.isAsked || !row.registered)) return;
    const asked = (this.patient = { visit: row.visit, isAsked: row.registered, known: null as Patient | null });
    if (!row.registered) return;
    try {
      asked.known = await get<Patient>(`visits/${row.visit}/patient`);
      if (this.work.desks.row?.visit === row.visit) keepingFocus(() => this.draw());
    } catch {
      // Nobody has said who it is, or this role may not know: the ticket is enough to work with.
    }
  }
}

/** Nobody here: who would come in the other room that this person serves. */
function elsewhere(other: OtherRoom): string {
  const room = other.queue ? pick(other.queue.name) : "";
  if (!room) return _("Di sini tidak ada yang menunggu.");
  const { next } = other;
  if (!next) return _("Tidak ada yang menunggu, di sini maupun di {room}.", { room });
  const whom = { ticket: next.ticket, room };
  if (isTouched()) return _("Di sini tidak ada yang menunggu. Berikutnya {ticket} di {room}: sentuh tombol di bawah.", whom);
  return _("Di sini tidak ada yang menunggu. Berikutnya {ticket} di {room}: tekan Spasi.", whom);
}

/** A screen that knows fingers alone has no space bar. */
const isTouched = (): boolean => window.matchMedia("(hover: none) and (pointer: coarse)").matches;
