// The service day of a facility: not open yet, open, or over.

import { press } from "./api";
import { today } from "./now";
import type { Head } from "./shapes";
import { _ } from "./words";

/** Nothing more can be done today; whoever stays is carried into tomorrow. */
export const isOver = (head: Head): boolean => !head.day_open && head.day === today(head.zone);

export const whyClosed = (head: Head): string =>
  isOver(head) ? _("Layanan hari ini sudah ditutup.") : _("Layanan hari ini belum dibuka.");

export const openDay = (): Promise<unknown> => press("POST", "day/opening");
