// What this desk of a station does: one command at a time, and the state it works on.

import { Refusal, press } from "../api";
import { Desks } from "../desks";
import { calm, complain } from "../message";
import type { Question, Queue, Row } from "../shapes";

export interface Page {
  code: string;
  zone: string;
  registers: boolean;
  desks: string[];
  orders: { order: string; label: string; because: string; review: boolean; last: boolean }[];
  outcomes: { value: string; label: string }[];
  stations: { code: string; name: string; cluster: string }[];
  questions: Question[];
  may_register: boolean;
}

const SETTLE_MS = 1_500; // after an answer its change is on the way; a second press meanwhile would meet another state

export class Work {
  queue: Queue | null = null;
  isBusy = false;
  readonly desks: Desks;
  private settling = 0;

  constructor(
    readonly page: Page,
    private readonly draw: () => void,
  ) {
    this.desks = new Desks(page.code, page.desks, draw, complain);
  }

  /** Whether anybody in line can be called now. */
  get isAnybodyFree(): boolean {
    return Boolean(this.queue?.waiting.some((row) => !row.busy));
  }

  see(queue: Queue): void {
    this.queue = queue;
    this.desks.show(queue);
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

  call(visit?: string): Promise<unknown> {
    const { desk } = this.desks;
    return press("POST", `stations/${this.page.code}/calls`, visit ? { desk, visit } : { desk });
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
