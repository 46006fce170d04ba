// The other room of a person who serves two: remembered on this computer, the same from either room's console.

import { press } from "../api";
import { remember, remembered } from "../desks";
import { nextAt } from "../line";
import type { Queue, Row } from "../shapes";
import { watch } from "../watch";

export interface Room {
  station: string;
  desk: string;
}

const mark = (station: string): string => `alur.also.${station}`;

export class OtherRoom {
  room: Room | null;
  /** Its line, as soon as that is known. */
  queue: Queue | null = null;
  private stop: () => void = () => undefined;

  constructor(
    private readonly station: string,
    private readonly changed: () => void,
  ) {
    this.room = read(remembered(mark(station)));
    this.look();
  }

  /** Who would be called there. */
  get next(): Row | undefined {
    return nextAt(this.queue, this.room && this.room.desk);
  }

  /** Whether it is known that nobody there can be called. */
  get isEmpty(): boolean {
    return !this.room || Boolean(this.queue && !this.next);
  }

  /** Serve that desk too, from this one; it is opened. */
  async take(room: Room, desk: string): Promise<void> {
    await press("POST", `stations/${room.station}/desks/${encodeURIComponent(room.desk)}/opening`);
    this.room = room;
    this.look();
    remember(mark(this.station), JSON.stringify(room));
    remember(mark(room.station), JSON.stringify({ station: this.station, desk }));
    remember(`alur.desk.${room.station}`, room.desk);
  }

  leave(): void {
    if (this.room) remember(mark(this.room.station), "");
    remember(mark(this.station), "");
    this.room = null;
    this.look();
  }

  /** Follow that room's line too. What is refused or lost there is no matter of this page: then nothing is said of it. */
  private look(): void {
    this.stop();
    this.queue = null;
    if (!this.room) return;
    const see = (queue: Queue | null): void => {
      this.queue = queue;
      this.changed();
    };
    const { stop } = watch<Queue>({
      screen: "queue",
      code: this.room.station,
      show: see,
      line: (line) => line === "lost" && this.queue && see(null),
      refused: () => see(null),
      renewed: () => undefined, // this page's own line says so
    });
    this.stop = stop;
  }
}

function read(kept: string | null): Room | null {
  return kept ? (JSON.parse(kept) as Room) : null;
}
