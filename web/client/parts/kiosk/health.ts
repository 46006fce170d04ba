// Whether the server is there and the day is open, asked every few seconds: a kiosk says "sebentar…" and comes back by itself.

const ASK_MS = 4_000;
const ANSWER_MS = 6_000; // longer than a busy server takes, shorter than people stand before a frozen screen

export type Health = "open" | "closed" | "away";

/** Tell how it is, each time. A server of another version needs another page: it is loaded when nobody is in the middle of something. */
export function watchHealth(version: string, tell: (health: Health) => void, isFree: () => boolean): void {
  const ask = async (): Promise<void> => {
    const [health, running] = await look();
    if (running && running !== version && isFree()) return window.location.reload();
    tell(health);
    window.setTimeout(() => void ask(), ASK_MS);
  };
  void ask();
}

async function look(): Promise<[Health, string | null]> {
  const given = new AbortController();
  const late = window.setTimeout(() => given.abort(), ANSWER_MS);
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: given.signal });
    if (!answer.ok) return ["away", null];
    const { day_open, version } = (await answer.json()) as { day_open: boolean; version: string };
    return [day_open ? "open" : "closed", version];
  } catch {
    return ["away", null];
  } finally {
    window.clearTimeout(late);
  }
}
