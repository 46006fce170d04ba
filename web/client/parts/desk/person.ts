// The form for a new patient: typed once, never lost.

import { age, flawOf, fromNik, shownDate, splitBirth, typedDate } from "./birth";
import { el, fill, say } from "../dom";
import { oneOf } from "../groups";
import type { Patient } from "../shapes";
import { _ } from "../words";

const FIELDS = ["name", "nik", "birth_date", "bpjs", "record", "phone", "address"] as const;
type Field = (typeof FIELDS)[number];

/** What had been typed into the form. */
export interface Draft {
  sex: string;
  typed: (readonly [Field, string])[];
}

export class PersonForm {
  private sex = "";
  private proposed = { born: "", sex: "" }; // what the NIK said and nobody has touched
  private readonly inputs = {} as Record<Field, HTMLInputElement>;
  private readonly told = el("p", { class: "told", "aria-live": "polite" });
  private readonly sexes = el("div");
  private readonly more = el("button", { type: "button", class: "btn small", id: "person-more", "aria-controls": "person-rest", click: () => this.openRest() }, _("RM, telepon, alamat"));
  private readonly rest = el("div", { class: "rest", id: "person-rest" }); // what is seldom asked
  private readonly flaw = el("p", { class: "flaw", id: "birth-date-flaw", "aria-live": "polite" });

  constructor(
    private readonly place: HTMLElement,
    private readonly today: () => string,
    private readonly changed: () => void,
  ) {
    for (const name of FIELDS) this.inputs[name] = el("input", { id: `person-${name}`, name, autocomplete: "off", spellcheck: "false" });
    for (const name of ["nik", "bpjs", "phone", "birth_date"] as const) this.inputs[name].inputMode = "numeric";
    this.inputs.birth_date.placeholder = _("mis. 28031999");
    fill(this.rest, this.field("record", _("No. RM")), this.field("phone", _("Telepon")), this.field("address", _("Alamat")));
    this.showRest(false);
    fill(
      place,
      this.field("name", _("Nama lengkap")),
      this.field("nik", _("NIK (16 angka)")),
      this.field("birth_date", _("Tanggal lahir"), this.flaw),
      el("div", { class: "field" }, el("span", { class: "label" }, _("Jenis kelamin")), this.sexes),
      this.field("bpjs", _("No. BPJS (13 angka)")),
      el("div", { class: "field" }, this.more),
      this.told,
      this.rest,
    );
    this.drawSexes();
    this.inputs.birth_date.setAttribute("aria-describedby", this.flaw.id);
    this.inputs.birth_date.addEventListener("change", () => this.readBirthDate());
    place.addEventListener("input", (event) => this.typed(event.target as HTMLInputElement));
  }

  /** Open the form; what was typed into the search box goes where it belongs. */
  open(searched: string): void {
    this.clear();
    const text = searched.trim();
    const digits = text.replace(/\D/g, "");
    if (digits.length === 16) this.inputs.nik.value = digits;
    else if (digits.length === 13) this.inputs.bpjs.value = digits;
    else this.putWords(text);
    this.propose();
    this.tell();
    this.place.hidden = false;
    (this.inputs.name.value ? this.inputs.nik : this.inputs.name).focus();
    this.changed();
  }

  /** "ayu 31122001": the name, and the birth date; another number has no place here. */
  private putWords(text: string): void {
    const { name, born } = splitBirth(text, this.today());
    if (born) this.inputs.birth_date.value = shownDate(born);
    this.inputs.name.value = name;
  }

  close(): void {
    this.place.hidden = true;
  }

  get isOpen(): boolean {
    return !this.place.hidden;
  }

  get birthDate(): string | null {
    const typed = this.inputs.birth_date.value;
    return flawOf(typed, this.today()) ? null : typedDate(typed, this.today());
  }

  /** What was typed to its end stands as it was read. */
  private readBirthDate(): void {
    const born = this.birthDate;
    if (born) this.inputs.birth_date.value = shownDate(born);
    this.tellFlaw(this.birthFlaw);
  }

  /** What is wrong with a birth date that is typed to its end. */
  private get birthFlaw(): string {
    const typed = this.inputs.birth_date.value;
    if (!typed.trim() || this.birthDate) return "";
    return flawOf(typed, this.today()) || _("Tanggal tidak terbaca. Isi misalnya 28031999.");
  }

  get sexChosen(): string {
    return this.sex;
  }

  get hasCard(): boolean {
    return this.inputs.bpjs.value.trim() !== "";
  }

  /** What has been typed, to come back to; null where there is nothing. */
  get draft(): Draft | null {
    const typed = FIELDS.map((name) => [name, this.inputs[name].value] as const).filter(([, value]) => value.trim());
    return this.isOpen && typed.length ? { sex: this.sex, typed } : null;
  }

  /** As it was when somebody left it. */
  reopen({ sex, typed }: Draft): void {
    this.open("");
    for (const [name, value] of typed) this.inputs[name].value = value;
    if (typed.some(([name]) => this.rest.contains(this.inputs[name]))) this.showRest(true);
    this.choose(sex);
    this.inputs.name.focus();
  }

  /** What the patient list is told; empty fields stay away. */
  get person(): Partial<Patient> {
    const person: Record<string, string> = { sex: this.sex };
    for (const name of FIELDS) {
      const value = this.inputs[name].value.trim();
      if (value) person[name] = name === "birth_date" ? this.birthDate || value : value;
    }
    return person;
  }

  /** The first field that is still missing, focused. */
  firstMissing(): string | null {
    if (!this.inputs.name.value.trim()) return this.missing("name", _("Isi nama pasien."));
    if (!this.birthDate) return this.missing("birth_date", this.birthFlaw || _("Isi tanggal lahir, misalnya 28031999."));
    if (!this.sex) {
      this.sexes.querySelector("button")?.focus();
      return _("Pilih jenis kelamin.");
    }
    return null;
  }

  /** Point at the field that the server did not accept. */
  pointAt(field: string | null): void {
    const input = FIELDS.find((name) => field === name || (field || "").endsWith(`.${name}`));
    if (!input) return;
    if (this.rest.contains(this.inputs[input])) this.showRest(true);
    this.inputs[input].setAttribute("aria-invalid", "true");
    this.inputs[input].focus();
  }

  /** The seldom asked, or away again; whoever opens them goes on there. */
  private openRest(): void {
    this.showRest(this.rest.hasAttribute("hidden"));
    if (!this.rest.hidden) this.inputs.record.focus();
  }

  private showRest(isShown: boolean): void {
    this.rest.hidden = !isShown;
    this.more.setAttribute("aria-expanded", String(isShown));
  }

  private missing(field: Field, words: string): string {
    this.pointAt(field);
    return words;
  }

  private clear(): void {
    this.sex = "";
    this.proposed = { born: "", sex: "" };
    for (const name of FIELDS) {
      this.inputs[name].value = "";
      this.inputs[name].removeAttribute("aria-invalid");
    }
    this.drawSexes();
  }

  private field(name: Field, label: string, below?: HTMLElement): HTMLElement {
    return el("div", { class: `field ${name}` }, el("label", { for: `person-${name}` }, label), this.inputs[name], below);
  }

  private drawSexes(): void {
    const choices = [
      ["female", _("Perempuan")],
      ["male", _("Laki-laki")],
    ] as const;
    const buttons = choices.map(([value, label]) =>
      el("button", { type: "button", "data-sex": value, class: this.sex === value ? "on" : "", click: () => this.choose(value) }, label),
    );
    fill(this.sexes, oneOf(el("div", { class: "seg", "aria-label": _("Jenis kelamin") }, ...buttons)));
  }

  private choose(sex: string): void {
    this.sex = sex;
    this.proposed.sex = "";
    this.drawSexes();
    this.sexes.querySelector<HTMLElement>(`[data-sex="${sex}"]`)?.focus();
    this.tell();
    this.changed();
  }

  private typed(input: HTMLInputElement): void {
    input.removeAttribute("aria-invalid");
    if (input.name === "nik") this.propose();
    if (input.name === "birth_date") this.proposed.born = "";
    this.tell();
    this.changed();
  }

  /** From the NIK, where nothing has been said yet; a NIK that is corrected takes it along. */
  private propose(): void {
    const told = fromNik(this.inputs.nik.value.replace(/\D/g, ""), this.today());
    if (!told) return;
    const born = this.inputs.birth_date;
    if (born.value === this.proposed.born) this.proposed.born = born.value = shownDate(told.birth_date);
    if (this.sex === this.proposed.sex) {
      this.proposed.sex = this.sex = told.sex;
      this.drawSexes();
    }
  }

  private tellFlaw(flaw: string): void {
    say(this.flaw, flaw);
    this.inputs.birth_date.removeAttribute("aria-invalid");
    if (flaw) this.inputs.birth_date.setAttribute("aria-invalid", "true");
  }

  /** The age, and a doubt where the NIK says something else: it warns and never blocks. */
  private tell(): void {
    const birth = this.birthDate;
    this.tellFlaw(flawOf(this.inputs.birth_date.value, this.today()));
    const told = fromNik(this.inputs.nik.value.replace(/\D/g, ""), this.today());
    const differs = told && ((birth && told.birth_date !== birth) || (this.sex && told.sex !== this.sex));
    const words = [birth ? age(birth, this.today()) : "", differs ? _("Tanggal lahir atau jenis kelamin berbeda dari NIK. Periksa kembali.") : ""];
    say(this.told, words.filter(Boolean).join(" · "));
    this.told.classList.toggle("warn", Boolean(differs));
  }
}
