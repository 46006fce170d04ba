// The other room of a person who serves two: remembered on this computer, the same from either room's console.

import { press } from "../api";
import { Company } from "../company";
import { remember, remembered } from "../desks";
import { nextAt } from "../line";
import type { Queue, Row } from "../shapes";
import { watch } from "../watch";
import type { Page } from "./work";

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
    private readonly page: Page,
    private readonly changed: () => void,
  ) {
    this.room = read(remembered(mark(page.code)));
    this.look();
  }

  get name(): string {
    return this.page.stations.find((one) => one.code === this.room?.station)?.name || this.room?.station || "";
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
    remember(mark(this.page.code), JSON.stringify(room));
    remember(mark(room.station), JSON.stringify({ station: this.page.code, desk }));
    remember(`alur.desk.${room.station}`, room.desk);
  }

  leave(): void {
    if (this.room) remember(mark(this.room.station), "");
    remember(mark(this.page.code), "");
    this.room = null;
    this.look();
  }

  /** Follow that room's line too, and be at that desk. What is refused or lost there is no matter of this page: then nothing is said
   * of it. */
  private look(): void {
    this.stop();
    this.queue = null;
    if (!this.room) return;
    const { station, desk } = this.room;
    const see = (queue: Queue | null): void => {
      this.queue = queue;
      this.changed();
    };
    const line = watch<Queue>({
      screen: "queue",
      code: station,
      show: see,
      line: (line) => line === "lost" && this.queue && see(null),
      refused: () => see(null),
      renewed: () => undefined, // this page's own line says so
    });
    const company = new Company({ station, desk: () => desk, room: this.name, zone: this.page.zone }, line);
    this.stop = () => {
      company.stop();
      line.stop();
    };
  }
}

function read(kept: string | null): Room | null {
  return kept ? (JSON.parse(kept) as Room) : null;
}
