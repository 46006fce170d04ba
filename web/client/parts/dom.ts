// Elements from data. Text goes in as text, never as markup.

export type Child = Node | string | number | null | undefined | false;
type Value = string | number | boolean | null | undefined | EventListener;

/** `el("button", {class: "btn", click: press}, "Mulai")`: attributes, listeners (functions) and children. */
export function el<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  put(made, ...children);
  return made;
}

/** Replace all that is in an element. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.textContent = "";
  put(parent, ...children);
}

function put(parent: Element, ...children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** The element with this id; the page cannot work without it. */
export function the<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found as T;
}

/** What the server wrote into the page for its script. */
export function given<T>(id: string): T {
  return JSON.parse(the(id).textContent || "null") as T;
}

/** Set a text only when it differs, so that a screen reader hears what is new and nothing twice. */
export function say(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** Whether keys belong to a field now: no shortcut may steal a letter that somebody types. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const kind = target instanceof HTMLInputElement ? target.type : "";
  if (kind === "checkbox" || kind === "radio") return false;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
}

/** Draw anew without taking the focus away: it returns to what has the same `data-focus` or id. */
export function keepingFocus(draw: () => void): void {
  const focused = document.activeElement;
  const mark = focused?.getAttribute("data-focus");
  const id = focused?.id;
  draw();
  if (focused && document.contains(focused)) return;
  const again = mark ? document.querySelector<HTMLElement>(`[data-focus="${mark}"]`) : id ? document.getElementById(id) : null;
  again?.focus();
}

/** A button that a pointer presses gives the focus back before it acts, so that the next Space is the page's own. */
export function freeSpaceBar(): void {
  const giveBack = (event: MouseEvent): void => {
    const button = (event.target as Element).closest<HTMLElement>("button, a, label, summary");
    if (button && event.detail > 0 && !button.closest("dialog")) button.blur();
  };
  document.addEventListener("click", giveBack, true);
}
