// Who takes over a patient who is handed on, and why.

import { el } from "../dom";
import { _ } from "../words";
import type { Page } from "./work";

export class Handing {
  destination = "";
  private reason = "";

  constructor(
    private readonly page: Page,
    private readonly chosen: () => void = () => undefined,
  ) {}

  begin(destination: string): void {
    this.destination = destination;
    this.reason = "";
  }

  /** The outcome, with who takes over as soon as that is chosen. */
  words(outcome: string, label: string): string {
    const taker = this.choices(outcome).find((one) => one.value === this.destination);
    return taker ? _("{outcome} ke {name}", { outcome: label, name: taker.label }) : label;
  }

  /** Whether another house takes over: then it is asked why, and which one where the rules name any. */
  private asks(outcome: string): boolean {
    return outcome in this.page.destinations;
  }

  /** What the command is told with this outcome. */
  body(outcome: string): object {
    if (!this.asks(outcome)) return {};
    const taker = this.choices(outcome).find((one) => one.value === this.destination);
    return { ...(taker ? { destination: taker.value } : {}), reason: this.reason.trim() };
  }

  /** The questions that this outcome asks; none where no other house takes over. */
  drawn(outcome: string): HTMLElement[] {
    if (!this.asks(outcome)) return [];
    const why = el("label", { class: "outcome reason" }, _("Alasan rujukan"), this.reasonBox());
    const choices = this.choices(outcome);
    return choices.length ? [el("label", { class: "outcome" }, _("Tujuan"), this.destinationBox(choices)), why] : [why];
  }

  private destinationBox(choices: { value: string; label: string }[]): HTMLElement {
    if (!choices.some((one) => one.value === this.destination)) this.destination = "";
    const select = el(
      "select",
      { id: "destination", "data-focus": "destination" },
      el("option", { value: "" }, _("pilih tujuan")),
      ...choices.map(({ value, label }) => el("option", { value, selected: this.destination === value }, label)),
    );
    select.addEventListener("change", () => {
      this.destination = select.value;
      this.chosen();
    });
    return select;
  }

  private reasonBox(): HTMLElement {
    const reason = el("input", { id: "handing-reason", "data-focus": "handing-reason", autocomplete: "off", maxlength: 200 });
    reason.value = this.reason;
    reason.addEventListener("input", () => (this.reason = reason.value));
    return reason;
  }

  private choices(outcome: string): { value: string; label: string }[] {
    return this.page.destinations[outcome] || [];
  }
}
