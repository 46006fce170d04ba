// The form for a patient's facts, made from the rulebook's vocabulary: choices and yes/no as buttons, numbers as steppers.

import { el, fill } from "./dom";
import { anyOf, oneOf } from "./groups";
import type { Facts, FactValue, OnlyIf, Question } from "./shapes";
import { _ } from "./words";

/** The order in which a person is asked; what the list does not know comes after. */
const FIRST = ["triage", "payer"];
const LAST = ["service", "arrival"]; // long lists: what changes the way stands before them

export class FactsForm {
  private facts: Facts = {};
  private known: Facts = {};
  private likely: Facts = {};
  private readonly questions: Question[];

  /** `left` are facts that are asked elsewhere; `changed` hears of every answer. */
  constructor(
    private readonly place: HTMLElement,
    questions: Question[],
    left: string[],
    private readonly changed: () => void,
  ) {
    const rank = (q: Question): number => (FIRST.includes(q.name) ? FIRST.indexOf(q.name) - FIRST.length : LAST.indexOf(q.name) + 1);
    this.questions = questions
      .filter((q) => q.kind !== "date" && !left.includes(q.name))
      .sort((a, b) => rank(a) - rank(b));
    this.place.addEventListener("click", (event) => this.pressed(event));
    this.place.addEventListener("input", (event) => this.typed(event));
    this.place.addEventListener("keydown", (event) => this.keyed(event));
  }

  /** The answers that make sense together, defaults left out: the rulebook fills them in. */
  get given(): Facts {
    const given: Facts = {};
    for (const [name, value] of Object.entries({ ...this.likely, ...this.facts })) {
      const question = this.named(name);
      if (!question || this.applies(question.only_if)) given[name] = value;
    }
    return { ...given, ...this.known };
  }

  /** What was answered otherwise than usual, in words: "Gigi dan mulut, Hamil". */
  words(facts: Facts): string {
    const told = this.questions.map((q) => {
      const value = facts[q.name];
      if (value === undefined || value === q.default || value === false) return "";
      if (q.kind === "number") return `${q.label} ${value}`;
      return q.kind === "flag" ? q.label : q.choices.find((choice) => choice.value === value)?.label || "";
    });
    return told.filter(Boolean).join(", ");
  }

  /** What is asked elsewhere: it goes with the answers, and what makes no sense with it is not asked. */
  know(facts: Facts): void {
    const isNew = JSON.stringify(facts) !== JSON.stringify(this.known);
    this.known = facts;
    if (isNew) this.draw();
  }

  /** What is so unless somebody says otherwise: it takes the place of the default. A choice that the rulebook lacks is none. */
  suggest(name: string, value: string | null): void {
    const isChoice = this.named(name)?.choices.some((choice) => choice.value === value);
    const likely = isChoice && value !== null ? { [name]: value } : {};
    if (likely[name] === this.likely[name]) return;
    this.likely = likely;
    this.draw();
  }

  /** Begin anew with what is known. */
  set(facts: Facts): void {
    this.facts = { ...facts };
    this.likely = {};
    this.draw();
  }

  private applies(only_if: OnlyIf): boolean {
    const facts = { ...this.facts, ...this.known };
    return Object.entries(only_if).every(([name, allowed]) => !(name in facts) || allowed.includes(facts[name]));
  }

  private draw(): void {
    const focus = document.activeElement?.getAttribute("data-focus");
    const asked = this.questions.filter((q) => this.applies(q.only_if));
    const flags = asked.filter((q) => q.kind === "flag");
    const numbers = asked.filter((q) => q.kind === "number");
    const choices = asked.filter((q) => q.kind === "choice");
    const last = choices.filter((q) => LAST.includes(q.name));
    fill(
      this.place,
      ...choices.filter((q) => !last.includes(q)).map((q) => this.choice(q)),
      flags.length > 0 && group(_("Keadaan"), flags.map((q) => this.flag(q)), anyOf),
      numbers.length > 0 && group(_("Lama keluhan"), numbers.map((q) => this.number(q))),
      ...last.map((q) => this.choice(q)),
    );
    if (focus) this.place.querySelector<HTMLElement>(`[data-focus="${focus}"]`)?.focus();
  }

  private choice(question: Question): HTMLElement {
    const value = this.facts[question.name] ?? this.likely[question.name] ?? question.default;
    const offered = question.choices.filter((choice) => choice.value === value || this.applies(choice.only_if));
    const usual = offered.filter((choice) => choice.value === question.default);
    const others = offered.filter((choice) => choice.value !== question.default);
    const buttons = [...usual, ...others].map((choice) =>
      button(question.name, choice.value, choice.label, choice.value === value),
    );
    return group(question.label, buttons, oneOf);
  }

  private flag(question: Question): HTMLElement {
    return button(question.name, "", question.label, this.facts[question.name] === true);
  }

  private number(question: Question): HTMLElement {
    const value = this.facts[question.name];
    const id = `fact-${question.name}`;
    return el(
      "span",
      { class: "stepper" },
      el("label", { for: id }, question.label),
      this.step(question, -1, _("kurang"), "−"),
      el("input", {
        id,
        "data-number": question.name,
        "data-focus": question.name,
        type: "text",
        inputmode: "numeric",
        placeholder: "–",
        value: value === undefined ? "" : String(value),
      }),
      this.step(question, 1, _("tambah"), "+"),
    );
  }

  /** For a finger: keys step in the field itself. */
  private step(question: Question, by: number, label: string, sign: string): HTMLElement {
    return el("button", { type: "button", tabindex: -1, "data-step": by, "data-fact": question.name, "aria-label": label }, sign);
  }

  private pressed(event: Event): void {
    const target = (event.target as Element).closest<HTMLElement>("button[data-fact]");
    const question = this.named(target?.dataset["fact"]);
    if (!target || !question) return;
    if (question.kind === "number") this.answer(question, this.stepped(question, Number(target.dataset["step"])));
    else if (question.kind === "flag") this.answer(question, this.facts[question.name] === true ? undefined : true);
    else this.answer(question, target.dataset["value"]);
  }

  /** The arrows up and down in a number. */
  private keyed(event: KeyboardEvent): void {
    const question = this.named((event.target as HTMLElement).dataset["number"]);
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!question || !by) return;
    event.preventDefault();
    this.answer(question, this.stepped(question, by));
  }

  private named(name: string | undefined): Question | undefined {
    return this.questions.find((question) => question.name === name);
  }

  private answer(question: Question, value: FactValue | undefined): void {
    this.put(question.name, value);
    this.draw();
    this.changed();
  }

  private stepped(question: Question, step: number): number | undefined {
    const known = this.facts[question.name];
    const next = (typeof known === "number" ? known : 0) + step;
    if (next < (question.low ?? 0)) return undefined;
    return Math.min(next, question.high ?? next);
  }

  private typed(event: Event): void {
    const input = event.target as HTMLInputElement;
    const name = input.dataset["number"];
    if (!name) return;
    const text = input.value.trim().replace(",", ".");
    this.put(name, text === "" || Number.isNaN(Number(text)) ? undefined : Number(text));
    this.changed();
  }

  private put(name: string, value: FactValue | undefined): void {
    if (value === undefined) delete this.facts[name];
    else this.facts[name] = value;
  }
}

/** Questions under a title: buttons that `reached` makes one stop for the keyboard, or numbers, each a stop of its own. */
function group(title: string, parts: HTMLElement[], reached?: (group: HTMLElement) => HTMLElement): HTMLElement {
  const place = el("div", { class: reached ? "seg" : "numbers", "aria-label": title }, ...parts);
  return el("fieldset", {}, el("legend", {}, title), reached ? reached(place) : place);
}

function button(fact: string, value: string, label: string, isOn: boolean): HTMLElement {
  return el(
    "button",
    {
      type: "button",
      "data-fact": fact,
      "data-value": value,
      "data-focus": `${fact}=${value}`,
      class: isOn ? "on" : "",
    },
    label,
  );
}
