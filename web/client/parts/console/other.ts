// The other room of a person who serves two: remembered on this computer, the same from either room's console.

import { press } from "../api";
import { remember, remembered } from "../desks";

export interface Room {
  station: string;
  desk: string;
}

const mark = (station: string): string => `alur.also.${station}`;

export class OtherRoom {
  room: Room | null;

  constructor(private readonly station: string) {
    this.room = read(remembered(mark(station)));
  }

  /** Serve that desk too, from this one; it is opened. */
  async take(room: Room, desk: string): Promise<void> {
    await press("POST", `stations/${room.station}/desks/${encodeURIComponent(room.desk)}/opening`);
    this.room = room;
    remember(mark(this.station), JSON.stringify(room));
    remember(mark(room.station), JSON.stringify({ station: this.station, desk }));
    remember(`alur.desk.${room.station}`, room.desk);
  }

  leave(): void {
    if (this.room) remember(mark(this.room.station), "");
    remember(mark(this.station), "");
    this.room = null;
  }
}

function read(kept: string | null): Room | null {
  return kept ? (JSON.parse(kept) as Room) : null;
}
