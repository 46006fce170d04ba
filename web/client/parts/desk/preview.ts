// The route while somebody types: asked a moment after the last change, and only the latest answer counts.

import { press } from "../api";
import { complain } from "../message";
import type { Facts } from "../shapes";
import type { Explained } from "./route";

const ROUTE_MS = 120;

export class Preview {
  way: Explained | null = null;
  private timer = 0;
  private asked = 0;

  constructor(
    private readonly facts: () => Facts | null, // nothing while nobody is chosen
    private readonly changed: () => void,
  ) {}

  clear(): void {
    this.way = null;
  }

  soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), ROUTE_MS);
  }

  private async ask(): Promise<void> {
    const mark = ++this.asked;
    const facts = this.facts();
    if (!facts) return;
    try {
      const way = await press<Explained>("POST", "routes", { facts });
      if (mark !== this.asked || !this.facts()) return;
      this.way = way;
    } catch (error) {
      if (mark === this.asked) complain(error);
    }
    this.changed();
  }
}
