// What went wrong, said where it is seen, until the next press.

import { Refusal } from "./api";
import { el, say, the } from "./dom";
import { _ } from "./words";

export function complain(error: unknown): void {
  const box = said(error instanceof Refusal ? error.message : _("Ada yang salah di layar ini. Muat ulang halaman."), true);
  if (error instanceof Refusal && error.code === "SignIn") {
    box.append(" ", el("a", { href: "/masuk/lagi", target: "_blank", id: "sign-in-again", click: backTo(document.activeElement) }, _("Masuk lagi")));
  }
  if (!(error instanceof Refusal)) console.error(error);
}

/** Something to know, where nothing has gone wrong; and what may be done about it. */
export function remind(words: string, remedy?: { label: string; act: () => void }): void {
  const box = said(words, false);
  if (remedy) box.append(" ", el("button", { type: "button", class: "btn small", id: "remedy", click: remedy.act }, remedy.label));
}

function said(words: string, isWrong: boolean): HTMLElement {
  const box = the("message");
  box.classList.toggle("alarm", isWrong);
  box.classList.toggle("warn", !isWrong);
  say(box, words);
  box.hidden = false;
  return box;
}

/** Whoever has signed in elsewhere goes on where they were. */
function backTo(place: Element | null): () => void {
  const goOn = (): void => {
    calm();
    if (place instanceof HTMLElement) place.focus();
  };
  return () => window.addEventListener("focus", goOn, { once: true });
}

export function calm(): void {
  the("message").hidden = true;
}
