// What was chosen for the last services at this desk, kept in this tab: an undo or a reload finds it again. No word that somebody wrote.

export interface Draft {
  orders: string[];
  doneHere: string[];
  review: boolean | null;
  outcome: string;
  destination: string;
}

const KEY = "alur.layanan";
const KEPT = 10; // an undo comes soon or never

export function kept(service: string): Draft | null {
  return all().find(([name]) => name === service)?.[1] || null;
}

export function keep(service: string, draft: Draft): void {
  const others = all().filter(([name]) => name !== service);
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify([[service, draft], ...others].slice(0, KEPT)));
  } catch {
    // a browser that keeps nothing still works, it only forgets
  }
}

function all(): [string, Draft][] {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY) || "[]") as [string, Draft][];
  } catch {
    return []; // as above
  }
}
