// A push button on the table: whatever key it types means the big button. It is taught once, on this computer.

import { remember, remembered } from "../desks";
import { ask, shut } from "../dialog";
import { el, the } from "../dom";
import { _ } from "../words";

const KEPT = "alur.tombol";
const NEVER = ["Escape", "Tab", "Shift", "Control", "Alt", "Meta", "Dead", "Process", "Unidentified"]; // these have a meaning of their own everywhere

export function isPushed(event: KeyboardEvent): boolean {
  return event.key === remembered(KEPT);
}

export function offerTeaching(): void {
  the("push-button").addEventListener("click", teach);
}

function teach(): void {
  const taught = remembered(KEPT);
  const learn = (event: KeyboardEvent): void => {
    if (NEVER.includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    stop(); // the dialog tells later that it is closed: the next press may come before
    remember(KEPT, event.key);
    shut();
  };
  const stop = (): void => document.removeEventListener("keydown", learn, true);
  const forget = (): void => {
    remember(KEPT, "");
    shut();
  };
  document.addEventListener("keydown", learn, true);
  the("dialog").addEventListener("close", stop, { once: true });
  ask(
    _("Tekan tombol Anda sekarang"),
    el("p", {}, _("Tombol USB, pedal, atau tombol papan ketik apa saja. Sesudah ini ia berarti tombol besar di layar ini: panggil, mulai, selesai.")),
    ...(taught ? [el("p", { class: "row-of-buttons" }, el("button", { type: "button", class: "btn", id: "forget-button", click: forget }, _("Lupakan tombol “{key}”", { key: taught })))] : []),
  );
}
