// Who of a line can be called to a desk now.

import type { Queue, Row } from "./shapes";

/** The first in line who can be called to this desk. */
export function nextAt(queue: Queue | null, desk: string | null): Row | undefined {
  return queue?.waiting.find((row) => !row.busy && (!row.for_desk || row.for_desk === desk) && !isLeftToOthers(queue, row, desk));
}

/** Whether somebody of the family is at another desk, which takes this one next. */
function isLeftToOthers(queue: Queue, row: Row, desk: string | null): boolean {
  const at = row.expected_at;
  return Boolean(at && at !== desk && queue.desks[at]?.visit);
}
