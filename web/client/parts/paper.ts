// Slips, wherever this place prints: on the server's printer, or in the browser where there is none.

import { Refusal, get, press } from "./api";
import { printBooking, printSlip } from "./print";
import type { BookingSlip, Visit } from "./shapes";

export interface Place {
  facility: string;
  zone: string;
  printer: string | null;
}

/** The slip of a number. Rejected with the printer's own words when no paper came out; the number stands. */
export function putOut(visit: Visit, place: Place): Promise<void> {
  return onPaper(`visits/${encodeURIComponent(visit.id)}/slips`, place, async () => printSlip(visit, place.facility, place.zone));
}

/** The slip of a booking, with the next days of its series; rejected like that of a number. */
export function putOutBooking(visit: string, place: Place): Promise<void> {
  const path = `bookings/${encodeURIComponent(visit)}/slips`;
  return onPaper(path, place, async () => printBooking(await get<BookingSlip>(path), place.facility, place.zone));
}

/** One press, however often it is tried: the server prints one slip for it. */
async function onPaper(path: string, place: Place, inBrowser: () => Promise<void>): Promise<void> {
  if (!place.printer) return inBrowser();
  try {
    await press("POST", path, { printer: place.printer });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "NoPrinter") throw error;
    await inBrowser(); // it was taken out of the settings since this page was loaded
  }
}
