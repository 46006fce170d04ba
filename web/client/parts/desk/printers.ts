// The printers of the house, looked after by the desk: paper that runs out at the kiosk is seen here, with what to do.

import { get } from "../api";
import { el, fill, the } from "../dom";
import { _ } from "../words";

interface Printer {
  name: string;
  state: string | null;
  code: string | null;
  detail: string;
}

const LOOK_MS = 15_000;

export function lookAfterPrinters(): void {
  const look = async (): Promise<void> => {
    try {
      draw((await get<{ printers: Printer[] }>("printers")).printers);
    } catch (error) {
      console.error(error); // whether the server answers is said elsewhere on this page
    }
    window.setTimeout(() => void look(), LOOK_MS);
  };
  void look();
}

function draw(printers: Printer[]): void {
  const words = printers.map(wanting).filter(Boolean);
  const note = the("printers");
  if (note.dataset["said"] !== words.join()) fill(note, ...words.map((said) => el("p", {}, said)));
  note.dataset["said"] = words.join();
  note.hidden = words.length === 0;
}

const wanting = (one: Printer): string =>
  one.code ? one.detail : one.state === "paper_low" ? _("Printer {printer}: kertas hampir habis.", { printer: one.name }) : "";
