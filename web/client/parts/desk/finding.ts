// Finding a patient on record, or a number of today, by what a scanner or a clerk types.

import { get } from "../api";
import { badge } from "../badges";
import { el, fill, the } from "../dom";
import { complain } from "../message";
import type { FoundPatient, Patient, Visit } from "../shapes";
import { _ } from "../words";
import { age, shownDate } from "./birth";

const SEARCH_MS = 180; // a scanner types 16 digits faster than this, and is asked about once
const LETTERS_MIN = 2;
const TICKET = /^[a-z]{1,3}[ -]?\d{1,4}$|^darurat \d+$/i; // A-012, or a12; an emergency that has no number
const WHOLE_NUMBER = /^\d{13}$|^\d{16}$/; // BPJS or NIK: whoever bears it is meant

interface Finding {
  today: () => string;
  isChosen: () => boolean;
  choose: (known: FoundPatient) => void;
  show: (visit: Visit) => void;
  typed: () => void;
}

export class Finder {
  readonly box = the<HTMLInputElement>("search");
  private hits: FoundPatient[] = [];
  private numbered: Visit[] = []; // the visits of today that are called so
  private at = 0; // the hit that Enter takes
  private typing = 0;
  private searched = 0;

  constructor(private readonly on: Finding) {
    this.box.addEventListener("input", () => {
      on.typed();
      window.clearTimeout(this.typing);
      this.typing = window.setTimeout(() => void this.find(), SEARCH_MS);
    });
  }

  /** Search for this; nothing clears the box. */
  lookFor(text: string): void {
    this.box.value = text;
    this.hits = [];
    this.numbered = [];
    this.searched++;
    if (text) void this.find();
  }

  /** Enter: the hit that is marked, or the only one there is. */
  take(): void {
    const visit = this.numbered[this.at];
    const hit = this.hits[this.at - this.numbered.length];
    if (visit) this.on.show(visit);
    else if (hit) this.on.choose(hit);
    else void this.find(true);
  }

  move(by: number): void {
    this.at = Math.min(Math.max(0, this.at + by), Math.max(0, this.count - 1));
    this.draw();
  }

  draw(): void {
    const list = the("hits");
    list.hidden = this.on.isChosen() || (!this.count && this.text.length < LETTERS_MIN);
    const rows = [
      ...this.numbered.map((visit, n) => this.row(n, { "data-visit": visit.id, click: () => this.on.show(visit) }, ...numberOf(visit))),
      ...this.hits.map((hit, n) =>
        this.row(n + this.numbered.length, { "data-patient": hit.id, click: () => this.on.choose(hit) }, ...identity(hit, this.on.today()), here(hit)),
      ),
    ];
    const none = el("li", { class: "none" }, _("Tidak ditemukan. Coba sebagian nama, atau tekan F2 untuk pasien baru."));
    fill(list, ...(rows.length ? rows : [none]));
  }

  private row(n: number, about: Record<string, string | (() => void)>, ...content: (HTMLElement | null)[]): HTMLElement {
    return el("li", { role: "option", "aria-selected": String(n === this.at), class: n === this.at ? "on" : "", ...about }, ...content);
  }

  private get count(): number {
    return this.numbered.length + this.hits.length;
  }

  private get text(): string {
    return this.box.value.trim();
  }

  private async find(takeTheOnly = false): Promise<void> {
    window.clearTimeout(this.typing);
    const text = this.text;
    const mark = ++this.searched;
    if (text.length < LETTERS_MIN) return this.show([], []);
    const asked = encodeURIComponent(text);
    try {
      const [{ patients }, { visits }] = await Promise.all([
        get<{ patients: FoundPatient[] }>(`patients?q=${asked}`),
        TICKET.test(text) ? get<{ visits: Visit[] }>(`visits?ticket=${asked}`) : { visits: [] },
      ]);
      if (mark !== this.searched) return;
      this.show(patients, visits);
      const isNumber = WHOLE_NUMBER.test(text.replace(/[ -]/g, ""));
      if (this.hits.length === 1 && (takeTheOnly || isNumber)) this.on.choose(this.hits[0]!);
    } catch (error) {
      complain(error);
    }
  }

  private show(found: FoundPatient[], numbered: Visit[]): void {
    this.hits = found;
    this.numbered = numbered;
    this.at = 0;
    this.draw();
  }
}

/** That somebody is inside already, or expected today. */
function here({ today }: FoundPatient): HTMLElement | null {
  if (!today) return null;
  return badge(today.status === "inside" ? _("sudah di dalam: {name}", { name: today.name }) : _("punya janji hari ini"), "warn");
}

/** A number of today, and what has become of it. */
function numberOf(visit: Visit): HTMLElement[] {
  return [el("b", { class: "num" }, visit.name), el("small", {}, visit.outcome ? _("nomor hari ini · sudah selesai") : _("nomor hari ini"))];
}

/** Who this is, so that two people of one name can be told apart. */
export function identity(known: Patient, today: string): HTMLElement[] {
  const facts = [
    `${shownDate(known.birth_date)} · ${age(known.birth_date, today)}`,
    known.sex === "female" ? _("perempuan") : _("laki-laki"),
    known.record && `RM ${known.record}`,
    known.nik && `NIK ${known.nik}`,
    known.bpjs && `BPJS ${known.bpjs}`,
    known.address,
  ];
  return [el("b", {}, known.name), el("small", {}, facts.filter(Boolean).join(" · "))];
}
