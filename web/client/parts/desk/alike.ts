// Who on record may be the person that is being entered: cards beside the form, and what is done with them.

import { press } from "../api";
import { badge } from "../badges";
import { el, fill, the } from "../dom";
import { complain } from "../message";
import type { FoundPatient, Patient } from "../shapes";
import { _ } from "../words";
import { age, shownDate } from "./birth";

const ASK_MS = 250;
const NAME_LETTERS_MIN = 3;
const NIK_SHOWN = 4; // the last digits tell two people of one name apart

interface Lookalike extends FoundPatient {
  because: string;
  number: "nik" | "bpjs" | "record" | null;
}

interface Desk {
  today: () => string;
  take: (known: FoundPatient) => void;
  goOn: () => void; // it is somebody else
}

export class Alike {
  private found: Lookalike[] = [];
  private readonly others = new Set<string>(); // of whom the clerk has said that they are not this person
  private asked = "{}"; // what the cards are about
  private timer = 0;

  constructor(private readonly desk: Desk) {}

  /** A new form: nothing is known of it yet. */
  clear(): void {
    window.clearTimeout(this.timer);
    this.found = [];
    this.others.clear();
    this.asked = "{}";
    this.draw();
  }

  /** Look a moment after the last key. */
  soon(typed: Partial<Patient>): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(typed).catch(complain), ASK_MS);
  }

  /** Whether the clerk has to say first who this is; the cards are those of what is typed now. */
  async isOpen(typed: Partial<Patient>): Promise<boolean> {
    window.clearTimeout(this.timer);
    await this.look(typed);
    if (!this.open.length) return false;
    the("alike").querySelector<HTMLElement>(this.isOthersNumber ? "[data-take]" : "#is-new")?.focus();
    the("alike").scrollIntoView({ block: "nearest" });
    return true;
  }

  /** Whether the clerk has said that this is somebody new, although others are alike. */
  get isSure(): boolean {
    return this.others.size > 0;
  }

  /** The first card's patient takes the form's place. */
  take(): void {
    const first = this.open[0];
    if (first) this.desk.take(first);
  }

  private get open(): Lookalike[] {
    return this.found.filter((one) => !this.others.has(one.id));
  }

  /** A number of somebody else is no matter of being sure. */
  private get isOthersNumber(): boolean {
    return this.open.some((one) => one.number !== null);
  }

  private async look(typed: Partial<Patient>): Promise<void> {
    const body = told(typed);
    const asked = JSON.stringify(body);
    if (asked === this.asked) return;
    this.asked = asked;
    const { patients } = asked === "{}" ? { patients: [] } : await press<{ patients: Lookalike[] }>("POST", "patients/lookalikes", body).catch((error: unknown) => this.failed(error));
    if (asked !== this.asked) return; // something else has been typed meanwhile
    this.found = patients;
    this.draw();
  }

  private failed(error: unknown): never {
    this.asked = ""; // asked again with the next key
    throw error;
  }

  private draw(): void {
    const open = this.open;
    the("alike").hidden = open.length === 0;
    if (!open.length) return fill(the("alike"));
    const words = this.isOthersNumber ? _("Nomor ini milik pasien yang sudah tercatat. Pakai pasien itu, atau perbaiki nomornya.") : _("Mungkin sudah tercatat:");
    const other = el("button", { type: "button", class: "btn small", id: "is-new", click: () => this.decide() }, _("Tetap pasien baru"));
    fill(the("alike"), el("h2", {}, words), el("ol", {}, ...open.map((one, n) => this.card(one, n))), !this.isOthersNumber && other);
  }

  private card(one: Lookalike, n: number): HTMLElement {
    const facts = [
      one.record && `RM ${one.record}`,
      `${shownDate(one.birth_date)} · ${age(one.birth_date, this.desk.today())}`,
      one.sex === "female" ? _("perempuan") : _("laki-laki"),
      one.nik && `NIK …${one.nik.slice(-NIK_SHOWN)}`,
      one.address,
    ];
    const key = n === 0 && el("kbd", {}, "F3");
    return el(
      "li",
      { "data-patient": one.id },
      el("span", {}, el("b", {}, one.name), " ", badge(one.because, "warn"), el("small", {}, facts.filter(Boolean).join(" · "))),
      el("button", { type: "button", class: "btn small", "data-take": one.id, click: () => this.desk.take(one) }, _("Pakai pasien ini"), " ", key),
    );
  }

  private decide(): void {
    for (const one of this.open) this.others.add(one.id);
    this.draw();
    this.desk.goOn();
  }
}

/** What can be compared: a whole number, a record number, a name with its birth date. */
function told({ name = "", birth_date, nik = "", bpjs = "", record }: Partial<Patient>): Partial<Patient> {
  const digits = (text: string | null): string => (text || "").replace(/\D/g, "");
  return {
    ...(birth_date && /^\d{4}-/.test(birth_date) && name.length >= NAME_LETTERS_MIN ? { name, birth_date } : {}),
    ...(digits(nik).length === 16 ? { nik } : {}),
    ...(digits(bpjs).length === 13 ? { bpjs } : {}),
    ...(record ? { record } : {}),
  };
}
