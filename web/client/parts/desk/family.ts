// The next one is registered beside somebody of the same family.

import { el, fill, the } from "../dom";
import type { Visit } from "../shapes";
import { _ } from "../words";

export class Family {
  private of: Visit | null = null;
  private together = true; // as they said last: one wish for the whole family

  constructor(private readonly changed: () => void) {}

  get isOpen(): boolean {
    return this.of !== null;
  }

  get beside(): Visit | null {
    return this.of;
  }

  /** Whoever is registered next came with this visit. */
  open(visit: Visit): void {
    this.of = visit;
    this.changed();
  }

  close(): void {
    this.of = null;
    this.changed();
  }

  /** Another family has wishes of its own. */
  forget(): void {
    this.together = true;
  }

  /** What the command is told. */
  get body(): object {
    return this.of ? { with: this.of.id, together: this.together } : {};
  }

  draw(): void {
    const note = the("family");
    note.hidden = this.of === null;
    if (!this.of) return;
    const box = el("input", { type: "checkbox", id: "together", "data-focus": "together" });
    box.checked = this.together;
    box.addEventListener("change", () => (this.together = box.checked));
    fill(
      note,
      el("span", {}, _("Anggota keluarga {ticket}: cari orangnya, atau F2", { ticket: this.of.name })),
      el("label", { class: "check" }, box, _("ingin dipanggil bersama")),
      el("button", { type: "button", class: "btn small", id: "no-family", click: () => this.close() }, _("Tidak jadi")),
    );
  }
}
