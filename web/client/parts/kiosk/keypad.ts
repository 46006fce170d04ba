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
  private isWrong = false;

  constructor(private readonly pad: Pad) {
    const keys = Array.from(pad.letters, (letter) => el("button", { type: "button", class: "key", click: () => this.add(letter) }, letter));
    fill(the("keys"), ...keys);
    the("erase").addEventListener("click", () => this.set(this.code.slice(0, -1)));
    this.set("");
  }

  clear(): void {
    this.set("");
  }

  /** It was looked up in vain: it stays to be compared; a letter taken away, or a new one, mends it or begins anew. */
  refuse(code: string): void {
    this.set(code);
    this.isWrong = true;
  }

  private add(letter: string): void {
    if (this.code.length >= this.pad.length && !this.isWrong) return; // it is being looked up
    this.set(this.isWrong && this.code.length >= this.pad.length ? letter : this.code + letter);
    if (this.code.length === this.pad.length) this.pad.typed(this.code);
  }

  private set(code: string): void {
    this.code = code;
    this.isWrong = false;
    this.draw();
  }

  draw(): void {
    const code = this.code;
    const cells = Array.from({ length: this.pad.length }, (_none, n) => el("b", { class: "num" }, code[n] || " "));
    fill(the("typed"), ...cells);
    the("typed").setAttribute("aria-label", code ? _("Kode: {code}", { code: Array.from(code).join(" ") }) : _("Kode masih kosong"));
  }
}
