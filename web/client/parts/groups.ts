// A group of buttons that is one stop for the Tab key: the arrows move within it, and choose where one of several is chosen.

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of several is chosen. */
export function oneOf(group: HTMLElement): HTMLElement {
  group.setAttribute("role", "radiogroup");
  for (const button of buttonsOf(group)) {
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(button.classList.contains("on")));
  }
  return oneStop(group);
}

/** Each is on or off for itself. */
export function anyOf(group: HTMLElement): HTMLElement {
  group.setAttribute("role", "toolbar");
  for (const button of buttonsOf(group)) button.setAttribute("aria-pressed", String(button.classList.contains("on")));
  return oneStop(group);
}

function oneStop(group: HTMLElement): HTMLElement {
  const buttons = buttonsOf(group);
  const stopAt = (stop: Element | undefined): void => buttons.forEach((button) => (button.tabIndex = button === stop ? 0 : -1));
  stopAt(buttons.find((button) => button.classList.contains("on")) || buttons[0]);
  group.addEventListener("focusin", (event) => stopAt(event.target as Element));
  group.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next?.focus();
    if (next?.getAttribute("role") === "radio") next.click();
  });
  return group;
}

function buttonsOf(group: HTMLElement): HTMLButtonElement[] {
  return Array.from(group.querySelectorAll("button"));
}
