// The slip, wherever this place prints: on the server's printer, or in the browser where there is none.

import { Refusal, press } from "./api";
import { printSlip } from "./print";
import type { Visit } from "./shapes";

export interface Place {
  facility: string;
  zone: string;
  printer: string | null;
}

/** Rejected with the printer's own words when no paper came out; the number stands. */
export async function putOut(visit: Visit, place: Place): Promise<void> {
  if (!place.printer) return printSlip(visit, place.facility, place.zone);
  try {
    await press("POST", `visits/${encodeURIComponent(visit.id)}/slips`, { printer: place.printer });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "NoPrinter") throw error;
    printSlip(visit, place.facility, place.zone); // it was taken out of the settings since this page was loaded
  }
}
