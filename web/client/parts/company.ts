// Two screens at one desk: who else has it open, and since when. Nobody is kept out.

import { el, say, the } from "./dom";
import { dayAt, now, today } from "./now";
import type { Watching } from "./watch";
import { _, clock, day } from "./words";

interface Other {
  name: string;
  since: string;
  mine: boolean; // the same person, on another screen
}

export interface Place {
  station: string;
  desk: () => string | null;
  room?: string; // named where it is not the room of this page
  zone: string;
}

const AGAIN_MS = 60_000; // who may no longer work here drops out
const RELOAD_MS = 2_000; // who loads the page anew has not left
const WALK_MS = 120_000; // a look at another page is no new beginning; longer than AGAIN_MS

/** This page, over all the lines that it ever has. */
const screen = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

export class Company {
  private readonly words = el("p", { class: "note" });
  private readonly again = window.setInterval(() => this.sit(), AGAIN_MS);
  private seated: string | null = null;
  private leaving = 0;

  constructor(
    private readonly place: Place,
    private readonly line: Watching,
  ) {
    the("company").insertBefore(this.words, place.room ? null : the("company").firstChild); // the own desk stands first
    line.hear("connect", () => this.sit());
    line.hear("disconnect", () => this.told([]));
    line.hear("company", (news: { station: string; desk: string; others: Other[] }) => {
      if (news.station === place.station && news.desk === this.seated) this.told(news.others);
    });
  }

  /** Say which desk this is; who else has it open follows. */
  sit(): void {
    const { station } = this.place;
    const desk = this.place.desk();
    if (desk !== this.seated) this.show([]);
    this.seated = desk;
    if (!desk) return;
    const asked = { station, desk, screen, since: sinceWhen(`${station}/${desk}`) };
    void this.line.asking<{ problem?: object }>("sit", asked).then((answer) => answer?.problem && this.told([]));
  }

  stop(): void {
    window.clearInterval(this.again);
    window.clearTimeout(this.leaving);
    this.words.remove();
  }

  private told(others: Other[]): void {
    window.clearTimeout(this.leaving);
    if (others.length) this.show(others);
    else this.leaving = window.setTimeout(() => this.show([]), RELOAD_MS);
  }

  private show(others: Other[]): void {
    const names = others.filter((one) => !one.mine).map((one) => _("{name} sejak {time}", { name: one.name, time: this.time(one.since) }));
    const said = [
      names.length && _("Meja {desk} juga dibuka oleh {names}.", { desk: this.seated || "", names: names.join(", ") }),
      others.some((one) => one.mine) && _("Anda membuka meja ini di layar lain juga."),
    ];
    const words = said.filter(Boolean).join(" ");
    say(this.words, words && this.place.room ? `${this.place.room}: ${words}` : words);
  }

  /** 07.10; of a screen that was left on overnight, with its day. */
  private time(since: string): string {
    const { zone } = this.place;
    const date = dayAt(Date.parse(since), zone);
    return date === today(zone) ? clock(since, zone) : `${day(date)} ${clock(since, zone)}`;
  }
}

/** When this tab opened the desk: after a reload, and after a walk to the other room and back, it is still that. */
function sinceWhen(place: string): string {
  const key = `alur.since.${place}`;
  const at = new Date(now()).toISOString();
  try {
    const [kept, seen] = JSON.parse(window.sessionStorage.getItem(key) || "[]") as string[];
    const since = kept && seen && now() - Date.parse(seen) < WALK_MS ? kept : at;
    window.sessionStorage.setItem(key, JSON.stringify([since, at]));
    return since;
  } catch {
    return at; // a browser that keeps nothing still works, it only forgets
  }
}
