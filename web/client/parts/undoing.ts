// Whose press can be taken back here: what this desk did comes before what others did in the same room.

import type { Undoable } from "./shapes";

export const isOwn = (action: Undoable, desk: string | null): boolean => action.desk === null || action.desk === desk;

/** What this desk did last comes first, then the others'. */
export function ownFirst(actions: Undoable[], desk: string | null): Undoable[] {
  return [...actions.filter((one) => isOwn(one, desk)), ...actions.filter((one) => !isOwn(one, desk))];
}
