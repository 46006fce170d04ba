// What this desk of a station does: one command at a time, and the state it works on.

import { Refusal, press } from "../api";
import { Desks } from "../desks";
import { nextAt } from "../line";
import { calm, complain } from "../message";
import type { Question, Queue, Row, Visit } from "../shapes";
import { OtherRoom } from "./other";
import { Seeking } from "./seeking";

export interface Page {
  code: string;
  zone: string;
  registers: boolean;
  desks: string[];
  orders: { order: string; label: string; because: string; review: boolean; last: boolean; in_room: boolean }[];
  outcomes: { value: string; label: string; described: string; at_once: boolean }[];
  destinations: Record<string, { value: string; label: string }[]>;
  stations: { code: string; name: string; cluster: string; desks: string[] }[];
  questions: Question[];
  may_register: boolean;
}

const SETTLE_MS = 1_500; // after an answer its change is on the way; a second press meanwhile would meet another state

export class Work {
  queue: Queue | null = null;
  isBusy = false;
  readonly desks: Desks;
  readonly other: OtherRoom;
  readonly seeking: Seeking;
  private settling = 0;

  constructor(
    readonly page: Page,
    private readonly draw: () => void,
  ) {
    this.desks = new Desks(page.code, page.desks, draw, complain);
    this.other = new OtherRoom(page, draw);
    this.seeking = new Seeking(page.code, draw);
  }

  /** Whether anybody in line can be called now. */
  get isAnybodyFree(): boolean {
    return nextAt(this.queue, this.desks.desk) !== undefined;
  }

  see(queue: Queue): void {
    this.queue = queue;
    this.desks.show(queue);
    this.seeking.changed(queue);
    this.settled();
  }

  /** One press; what is pressed before its change has come does nothing. */
  async attempt(work: () => Promise<unknown>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    calm();
    this.draw();
    try {
      await work();
      window.clearTimeout(this.settling);
      this.settling = window.setTimeout(() => this.settled(), SETTLE_MS);
    } catch (error) {
      complain(error);
      this.settled();
    }
  }

  about(row: Row, what: string, body: object = {}): Promise<unknown> {
    return press("POST", `visits/${row.visit}/${what}`, { station: this.page.code, ...body });
  }

  resume(row: Row): Promise<unknown> {
    return press("DELETE", `visits/${row.visit}/hold`, { station: this.page.code });
  }

  /** Call the next one, in any of the rooms that this person serves; the console of that room goes on. */
  async call(): Promise<void> {
    const also = this.other.room;
    const { visit } = await this.calling({ also: also ? [also] : [] });
    const called = visit.stops.find((stop) => stop.status === "called");
    if (called && called.station !== this.page.code) window.location.assign(`/pos/${called.station}`);
  }

  async callOne(visit: string, reason: string): Promise<void> {
    await this.calling({ visit, reason });
    this.seeking.clear();
  }

  private calling(body: object): Promise<{ visit: Visit }> {
    return press("POST", `stations/${this.page.code}/calls`, { desk: this.desks.desk, ...body });
  }

  /** Nobody to call is nothing wrong. */
  async callIfAnybodyWaits(): Promise<void> {
    try {
      await this.call();
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 409)) throw error;
    }
  }

  private settled(): void {
    window.clearTimeout(this.settling);
    this.isBusy = false;
    this.draw();
  }
}
