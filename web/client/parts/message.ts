// What went wrong, said where it is seen, until the next press.

import { Refusal } from "./api";
import { el, say, the } from "./dom";
import { _ } from "./words";

export function complain(error: unknown): void {
  const box = the("message");
  say(box, error instanceof Refusal ? error.message : _("Ada yang salah di layar ini. Muat ulang halaman."));
  if (error instanceof Refusal && error.code === "SignIn") {
    box.append(" ", el("a", { href: "/masuk", target: "_blank", id: "sign-in-again" }, _("Masuk lagi")));
  }
  box.hidden = false;
  if (!(error instanceof Refusal)) console.error(error);
}

/** Something to know, where nothing has gone wrong. */
export function remind(words: string): void {
  const box = the("message");
  say(box, words);
  box.hidden = false;
}

export function calm(): void {
  the("message").hidden = true;
}
