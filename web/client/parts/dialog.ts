// One dialog per page: a title, what it asks, and a way out. What is long scrolls between the title and the buttons.

import { el, fill, the } from "./dom";
import { _ } from "./words";

const dialog = (): HTMLDialogElement => the<HTMLDialogElement>("dialog");

export const isAsking = (): boolean => dialog().hasAttribute("open");

export function ask(title: string, ...content: HTMLElement[]): void {
  open(title, _("Kembali"), content);
}

/** Ask whether somebody is sure. The way out has the focus: another press of the same key is no answer. */
export function askTwice(title: string, ...content: HTMLElement[]): void {
  ask(title, ...content);
  dialog().querySelector<HTMLElement>(".row-of-buttons .quiet")?.focus();
}

/** Something to read; `tools` stand beside the way out. */
export function show(title: string, content: HTMLElement, ...tools: HTMLElement[]): void {
  open(title, _("Tutup"), [content], tools);
}

function open(title: string, wayOut: string, content: HTMLElement[], tools: HTMLElement[] = []): void {
  const close = el("button", { type: "button", class: "btn quiet", id: "dialog-close", click: shut }, wayOut);
  const isMain = (one: HTMLElement): boolean => one.matches("button.main");
  fill(
    dialog(),
    el("h2", {}, title),
    el("div", { class: "asked" }, ...content.filter((one) => !isMain(one))),
    el("div", { class: "row-of-buttons" }, ...content.filter(isMain), close, ...tools),
  );
  if (!dialog().showModal) dialog().setAttribute("open", ""); // a browser that has no dialogs shows it in place
  else if (!dialog().open) dialog().showModal();
  if (document.activeElement?.matches(".asked")) dialog().querySelector<HTMLElement>(".asked button:not([tabindex='-1']), .asked input, .asked select")?.focus(); // what scrolls takes the focus
}

export function shut(): void {
  if (!dialog().showModal) dialog().removeAttribute("open");
  else if (dialog().open) dialog().close();
}

/** A list of big answers; each shuts the dialog and does its own. */
export function answers(choices: { key: string; label: string; badge?: string; act: () => void }[]): HTMLElement {
  const buttons = choices.map(({ key, label, badge, act }) =>
    el(
      "button",
      {
        type: "button",
        class: "btn answer",
        "data-answer": key,
        click: () => {
          shut();
          act();
        },
      },
      badge ? el("span", { class: `badge ${badge.toLowerCase()}` }, badge) : null,
      label,
    ),
  );
  return el("div", { class: "answers" }, ...buttons);
}
