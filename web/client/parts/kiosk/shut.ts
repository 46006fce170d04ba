// Nobody leaves the kiosk: no menu, no selection, no zoom, no way back, none of the browser's keys.
// As far as a page can; the rest is the browser's kiosk mode (README).

const KEYS = /^(F\d+|Escape|ContextMenu|Backspace|Browser.*|Launch.*|Help|PrintScreen)$/;

export function shut(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || KEYS.test(event.key)) event.preventDefault();
  }, true);
  for (const kind of ["contextmenu", "selectstart", "dragstart", "gesturestart", "auxclick"]) {
    document.addEventListener(kind, (event) => event.preventDefault());
  }
  const whole = { passive: false } as const; // else the browser zooms first and asks later
  document.addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), whole);
  document.addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), whole);
  stay();
  window.addEventListener("popstate", stay);
}

/** A step back leads to where one is. */
function stay(): void {
  window.history.pushState(null, "", window.location.href);
}
