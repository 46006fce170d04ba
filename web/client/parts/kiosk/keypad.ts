// The code of a booking, by touch: for those whose telephone is broken, or who have it on a crumpled slip.

import { el, fill, the } from "../dom";
import { _ } from "../words";

interface Pad {
  letters: string;
  length: number;
  typed: (code: string) => void;
}

export class Keypad {
  private code = "";

  constructor(private readonly pad: Pad) {
    const keys = Array.from(pad.letters, (letter) => el("button", { type: "button", class: "key", click: () => this.add(letter) }, letter));
    fill(the("keys"), ...keys);
    the("erase").addEventListener("click", () => this.set(this.code.slice(0, -1)));
    this.set("");
  }

  clear(): void {
    this.set("");
  }

  private add(letter: string): void {
    if (this.code.length >= this.pad.length) return; // the last one is being looked up
    this.set(this.code + letter);
    if (this.code.length === this.pad.length) this.pad.typed(this.code);
  }

  private set(code: string): void {
    this.code = code;
    this.draw();
  }

  draw(): void {
    const code = this.code;
    const cells = Array.from({ length: this.pad.length }, (_none, n) => el("b", { class: "num" }, code[n] || " "));
    fill(the("typed"), ...cells);
    the("typed").setAttribute("aria-label", code ? _("Kode: {code}", { code: Array.from(code).join(" ") }) : _("Kode masih kosong"));
  }
}
