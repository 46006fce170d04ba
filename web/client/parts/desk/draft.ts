// What is typed into a new patient's form outlives a reload: in this tab, for this clerk, on this day.

import type { Facts, Visit } from "../shapes";
import type { Draft } from "./person";

const KEY = "alur.desk.draft";

export interface Kept {
  clerk: string;
  day: string;
  person: Draft;
  facts: Facts;
  takenUp: string; // the visit that is to be registered, where another desk or room sent it
  family: Visit | null;
}

export function keep(draft: Kept): void {
  sessionStorage.setItem(KEY, JSON.stringify(draft));
}

export function forget(): void {
  sessionStorage.removeItem(KEY);
}

/** What was typed before the page was loaded anew. Another clerk's, or of another day, is nobody's business any more. */
export function kept(clerk: string, day: string): Kept | null {
  const draft = JSON.parse(sessionStorage.getItem(KEY) || "null") as Kept | null;
  if (draft?.clerk === clerk && draft.day === day) return draft;
  forget();
  return null;
}
