// The end of a service: what is ordered, whether to come back with the results, how it goes home.

import { el } from "../dom";
import type { Row } from "../shapes";
import { _, pick } from "../words";
import { DIED } from "./asking";
import { keep, kept } from "./drafts";
import { Handing } from "./handing";
import type { Page } from "./work";

const KEYS = "1234567890befgiklnovwxy"; // digits first, then letters that are no other key of the console

export class Finishing {
  private service = "";
  private readonly orders = new Set<string>();
  private readonly doneHere = new Set<string>();
  private review: boolean | null = null; // null: as the rules say
  private outcome = "";
  private readonly handing: Handing;

  constructor(
    private readonly page: Page,
    private readonly changed: () => void,
  ) {
    this.handing = new Handing(page, () => this.chosen());
  }

  /** Another service begins with nothing ticked; one that goes on, because finishing it was undone, with what was. */
  of(row: Row | null): void {
    const service = row?.status === "serving" ? `${row.visit} ${row.stop} ${row.started_at}` : "";
    if (this.service === service) return;
    this.service = service;
    const was = kept(service);
    this.orders.clear();
    this.doneHere.clear();
    was?.orders.forEach((order) => this.orders.add(order));
    was?.doneHere.forEach((order) => this.doneHere.add(order));
    this.review = was ? was.review : null;
    this.outcome = was ? was.outcome : "";
    this.handing.begin(was ? was.destination : "");
  }

  /** Something was chosen. */
  private chosen(): void {
    const { review, outcome, handing } = this;
    keep(this.service, { orders: Array.from(this.orders), doneHere: Array.from(this.doneHere), review, outcome, destination: handing.destination });
    this.changed();
  }

  /** How the visit ends by this, in words; nothing where the route says so. */
  get ending(): string {
    return this.outcome ? this.handing.words(this.outcome, this.ended?.label || "") : "";
  }

  /** What can't be said by a slip of the finger. */
  get isDeath(): boolean {
    return this.outcome === DIED;
  }

  private get ended(): Page["outcomes"][number] | undefined {
    return this.page.outcomes.find((one) => one.value === (this.outcome || "pulang"));
  }

  /** What the command is told. */
  get body(): object {
    return {
      orders: Array.from(this.orders),
      done_here: Array.from(this.doneHere),
      ...(this.review === null ? {} : { review: this.review }),
      ...(this.outcome ? { outcome: this.outcome, ...this.handing.body(this.outcome) } : {}),
    };
  }

  toggle(order: string): void {
    if (!this.orders.delete(order)) this.orders.add(order);
    this.doneHere.delete(order);
    this.review = null;
    this.chosen();
  }

  /** The order that this key stands for. */
  byKey(key: string): string | undefined {
    return key.length === 1 ? this.page.orders[KEYS.indexOf(key.toLowerCase())]?.order : undefined;
  }

  drawn(row: Row): HTMLElement {
    const chips = this.page.orders.map((one, n) => this.chip(one, n));
    return el(
      "div",
      { class: "finish" },
      chips.length > 0 && el("div", { class: "chips", role: "group", "aria-label": _("Permintaan") }, ...chips),
      el("div", { class: "end" }, ...this.doneHereBoxes(), this.orders.size > 0 && this.reviewBox(), this.outcomeBox(), ...this.handing.drawn(this.outcome)),
      el("p", { class: "next" }, _("Setelah selesai: "), el("b", {}, this.wayOn(row))),
    );
  }

  private chip({ order, label, because }: Page["orders"][number], n: number): HTMLElement {
    const isOn = this.orders.has(order);
    return el(
      "button",
      {
        type: "button",
        class: isOn ? "chip on" : "chip",
        title: because,
        "aria-pressed": String(isOn),
        "data-order": order,
        "data-focus": `order-${order}`,
        click: () => this.toggle(order),
      },
      label,
      n < KEYS.length && el("kbd", {}, KEYS[n]!.toUpperCase()),
    );
  }

  private get isBack(): boolean {
    const ordered = this.page.orders.filter((one) => this.orders.has(one.order));
    return ordered.length > 0 && (this.review ?? ordered.some((one) => one.review));
  }

  /** For each order that this room may carry out itself. */
  private doneHereBoxes(): HTMLElement[] {
    const able = this.page.orders.filter((one) => one.in_room && this.orders.has(one.order));
    return able.map(({ order, label }) => {
      const box = el("input", { type: "checkbox", id: `done-here-${order}`, "data-focus": `done-here-${order}` });
      box.checked = this.doneHere.has(order);
      box.addEventListener("change", () => {
        if (!this.doneHere.delete(order)) this.doneHere.add(order);
        this.chosen();
      });
      return el("label", { class: "check" }, box, _("{order} dikerjakan di sini", { order: label }));
    });
  }

  private reviewBox(): HTMLElement {
    const box = el("input", { type: "checkbox", id: "review", "data-focus": "review" });
    box.checked = this.isBack;
    box.addEventListener("change", () => {
      this.review = box.checked;
      this.chosen();
    });
    return el("label", { class: "check" }, box, _("kembali ke sini dengan hasil"));
  }

  private outcomeBox(): HTMLElement {
    const select = el(
      "select",
      { id: "outcome", "data-focus": "outcome" },
      el("option", { value: "" }, _("menurut rute")),
      ...this.page.outcomes.map(({ value, described }) => el("option", { value, selected: this.outcome === value }, described)),
    );
    select.addEventListener("change", () => {
      this.outcome = select.value;
      this.chosen();
    });
    return el("label", { class: "outcome" }, _("Cara pulang"), select);
  }

  /** The likely way: what is ordered, back here, what was planned, home. */
  private wayOn(row: Row): string {
    if (this.outcome && this.ended?.at_once) return this.ending;
    const ordered = this.page.orders.filter((one) => this.orders.has(one.order));
    const now = ordered.filter((one) => !one.last && !this.doneHere.has(one.order)).map((one) => one.label);
    const last = ordered.filter((one) => one.last).map((one) => one.label);
    const planned = row.next.filter((stop) => !stop.if_ordered).map((stop) => pick(stop.name));
    return [...now, ...(this.isBack ? [_("kembali ke sini")] : []), ...planned, ...last, this.ending || this.ended?.label || ""].filter(Boolean).join(" → ");
  }
}
