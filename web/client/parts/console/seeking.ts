// Somebody far back in the line: found by the number, or by going on through the line. Asked for only when somebody looks for it.

import { get } from "../api";
import { the } from "../dom";
import { complain } from "../message";
import type { Queue, Row } from "../shapes";

/** The key that goes to the field. */
export const SEEK = { key: "c" };

const STEP = 100; // so many more at once
const FOUND_MAX = 20;
const REFRESH_MS = 3_000; // for each hundred who wait: a long line moves all the time, and weighs

export class Seeking {
  written = "";
  private all: Row[] | null = null;
  private shown = 0; // of those whom the queue does not bring
  private asking = 0;

  constructor(
    private readonly station: string,
    private readonly draw: () => void,
  ) {}

  /** Who is to be listed. */
  rows(queue: Queue): Row[] {
    const first = queue.waiting;
    const known = new Set(first.map((row) => row.visit));
    const all = [...first, ...(this.all || []).filter((row) => !known.has(row.visit))];
    if (this.written) return matching(all, this.written).slice(0, FOUND_MAX);
    return all.slice(0, first.length + this.shown);
  }

  more(): void {
    this.shown += STEP;
    void this.load();
  }

  seek(written: string): void {
    this.written = written.trim();
    this.draw();
    if (this.written && !this.all) void this.load();
  }

  clear(): void {
    the<HTMLInputElement>("seek").value = "";
    this.seek("");
  }

  /** The line has changed: so has its rest, if somebody looks at it. */
  changed(queue: Queue): void {
    if (queue.count <= queue.waiting.length) this.all = null;
    else if (this.isLooking && !this.asking) this.asking = window.setTimeout(() => void this.load(), REFRESH_MS * Math.ceil(queue.count / 100));
    if (!this.isLooking) this.all = null;
  }

  private get isLooking(): boolean {
    return this.written !== "" || this.shown > 0;
  }

  private async load(): Promise<void> {
    window.clearTimeout(this.asking);
    this.asking = 0;
    try {
      this.all = (await get<{ waiting: Row[] }>(`stations/${this.station}/line`)).waiting;
    } catch (error) {
      complain(error);
    }
    this.draw();
  }
}

/** As people write it: a12, A-012, or 12 alone. Whole numbers stand before those that only begin so. */
function matching(rows: Row[], written: string): Row[] {
  const sought = parts(written);
  const begins = ([letters, digits]: [string, string]): boolean => (!sought[0] || letters === sought[0]) && digits.startsWith(sought[1]);
  const isWhole = (row: Row): number => Number(parts(row.ticket)[1] === sought[1]);
  return rows.filter((row) => begins(parts(row.ticket))).sort((a, b) => isWhole(b) - isWhole(a));
}

function parts(written: string): [string, string] {
  const [, letters, digits] = /^([a-z]*)\W*0*(\d*)/.exec(written.toLowerCase())!;
  return [letters!, digits!];
}

/** The field above the line. Enter calls the first that is found, Esc goes back to the whole line. */
export function listen(seeking: Seeking): void {
  const box = the<HTMLInputElement>("seek");
  box.addEventListener("input", () => seeking.seek(box.value));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      seeking.clear();
      box.blur();
    }
    if (event.key !== "Enter" || !seeking.written) return;
    event.preventDefault();
    the("waiting").querySelector<HTMLElement>("[data-focus^='call-'], [data-focus^='more-']")?.click();
  });
}
