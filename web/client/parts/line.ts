// Who of a line can be called to a desk now.

import type { Queue, Row } from "./shapes";

/** Who would be called to this desk next; the server says it, so that a console never promises somebody else. */
export function nextAt(queue: Queue | null, desk: string | null): Row | undefined {
  const next = desk && queue?.desks[desk]?.next;
  return next ? queue?.waiting.find((row) => row.visit === next) : undefined;
}
