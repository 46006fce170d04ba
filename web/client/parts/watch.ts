// Watching one screen's state: the whole first, then what changes. What is older than what is known is dropped;
// a gap, another day or a new connection fetches the whole again. The line is tried for ever.

import { io } from "socket.io-client";
import { now } from "./now";
import type { Both, Head } from "./shapes";

export type Line = "connecting" | "live" | "lost";
export type How = "first" | "again" | "live";

export interface Problem {
  title: string;
  detail: string | Both;
}

interface Whole<T> {
  day: string | null;
  position: number;
  board: T;
}

interface Change<T> extends Whole<Partial<T>> {
  screen: string;
  code: string;
  after: number | null;
}

export interface Watched<T> {
  screen: "board" | "queue" | "building" | "ticket";
  code: string;
  /** Lay what changed over what is known; without it each change is the whole. */
  merge?: (known: T, part: Partial<T>) => T;
  show: (state: T, how: How) => void;
  line: (line: Line, asOf: Date | null) => void;
  refused?: (problem: Problem) => void;
  /** Other rules are in force: rooms may have other names. Without it the page is loaded anew. */
  renewed?: () => void;
  /** The house has other pictures or videos for this board. */
  media?: () => void;
  /** Somebody has booked, come or called off. */
  bookings?: () => void;
}

/** When the order of a line changes by itself, where waiting counts at different rates. */
interface Turns {
  turns_at?: string | null;
  stations?: Record<string, { turns_at?: string | null }>;
}

const ANSWER_MS = 8_000; // an unanswered `watch` is asked again
const UNUSABLE = "DatabaseError"; // the server can't say what is true now, so what is shown is old, and it is asked again
const RETRY_MAX_MS = 10_000; // a waiting room should not wait longer for its screen than for its doctor
const REFRESH_MS = 60_000; // a forgotten change heals within a minute
export const RELOAD_MS = 2_000; // all the phones of a morning do not come at the same moment
const TURN_MS = 500; // a server whose clock is a little behind is not asked in a circle
const STIR_MS = 1_500; // a moving line is asked about at most this often

/** The first of those times, in milliseconds by the server's clock. */
function turnsAt(state: Turns): number | null {
  const rooms = state.stations || {};
  const told = [state.turns_at, ...Object.keys(rooms).map((code) => rooms[code]?.turns_at)];
  const times = told.map((at) => (at ? Date.parse(at) : NaN)).filter((at) => !Number.isNaN(at));
  return times.length ? Math.min(...times) : null;
}

/** Ask the server something over the line; null where there is no line, or no answer. */
export type Asking = <A>(about: string, asked: object) => Promise<A | null>;

/** The line of one screen. `hear` is told of what else comes over it: `connect`, `disconnect`, and what the server says. */
export interface Watching {
  again: () => void;
  asking: Asking;
  hear: <N>(event: string, act: (news: N) => void) => void;
  stop: () => void;
}

export function watch<T extends Head>(watched: Watched<T>): Watching {
  const { screen, code } = watched;
  const socket = io({ reconnectionDelay: 500, reconnectionDelayMax: RETRY_MAX_MS });
  let known: { day: string | null; position: number; state: T } | null = null;
  let early: Change<T>[] = [];
  let asking = 0; // the number of the open question, 0 when none is open
  let asked = 0;
  let stirred = 0;
  let asOf: Date | null = null;
  let turning = 0;
  let isNewLine = false; // the first answer of a new connection counts even when it is older: a restored server is right

  let rulebook = "";
  const rules = (digest: string): void => {
    if (rulebook && digest !== rulebook) {
      if (watched.renewed) watched.renewed();
      else window.setTimeout(() => window.location.reload(), RELOAD_MS * Math.random());
    }
    rulebook = digest;
  };

  const heard = (): void => {
    asOf = new Date(now());
    watched.line("live", asOf);
  };

  const ask = (): void => {
    if (!socket.connected) return;
    const question = (asking = ++asked);
    const late = window.setTimeout(() => asking === question && ask(), ANSWER_MS);
    socket.emit("watch", { screen, code }, (answer: Whole<T> & { problem?: Problem; rulebook?: string }) => {
      window.clearTimeout(late);
      if (asking !== question) return;
      asking = 0;
      if (answer.problem) {
        early = [];
        if (answer.problem.title === UNUSABLE) {
          watched.line("lost", asOf);
          window.setTimeout(() => asking || ask(), ANSWER_MS);
          return;
        }
        watched.line("live", (asOf = new Date(now())));
        watched.refused?.(answer.problem);
        return;
      }
      rules(answer.rulebook || "");
      take(answer);
      const waiting = early;
      early = [];
      waiting.forEach(change);
    });
  };

  const show = (state: T, how: How): void => {
    window.clearTimeout(turning);
    const at = turnsAt(state as Turns);
    const wait = at === null ? REFRESH_MS : Math.max(at - now(), TURN_MS);
    if (wait < REFRESH_MS) turning = window.setTimeout(() => asking || ask(), wait);
    watched.show(state, how);
  };

  const take = (whole: Whole<T>): void => {
    heard();
    const isOlder = known && known.day === whole.day && whole.position < known.position;
    if (isOlder && !isNewLine) return;
    isNewLine = false;
    const how: How = known ? "again" : "first";
    known = { day: whole.day, position: whole.position, state: whole.board };
    show(whole.board, how);
  };

  const change = (news: Change<T>): void => {
    if (news.screen !== screen || news.code !== code) return;
    if (asking) {
      early.push(news);
      return;
    }
    heard();
    if (known && known.day === news.day && news.position <= known.position) return;
    const whole = news.after === null;
    if (!known || (!whole && (known.day !== news.day || news.after !== known.position))) {
      ask();
      return;
    }
    const state =
      whole || !watched.merge ? (news.board as T) : watched.merge(known.state, news.board);
    known = { day: news.day, position: news.position, state };
    show(state, "live");
    if (screen === "ticket") stir();
  };

  // A line that moves changes how many are ahead. Everybody in it hears so; each asks in its own time.
  const stir = (): void => {
    if (stirred) return;
    stirred = window.setTimeout(() => {
      stirred = 0;
      ask();
    }, STIR_MS * Math.random());
  };

  socket.on("connect", () => {
    isNewLine = true;
    ask();
  });
  socket.on("disconnect", (reason: string) => {
    asking = 0;
    early = [];
    watched.line("lost", asOf);
    // The server said goodbye itself: the client library waits to be told, a waiting room can't tell it.
    if (reason === "io server disconnect") window.setTimeout(() => socket.connect(), 1_000);
  });
  socket.on("connect_error", () => watched.line(asOf ? "lost" : "connecting", asOf));
  socket.on("changed", change);
  socket.on("stirred", stir);
  socket.on("media", () => watched.media?.());
  socket.on("bookings", () => watched.bookings?.());
  socket.on("rulebook", (news: { digest: string }) => rules(news.digest));
  const refreshing = window.setInterval(() => asking || ask(), REFRESH_MS);
  let isOver = false;
  window.addEventListener("online", () => isOver || socket.connected || socket.connect());
  document.addEventListener("visibilitychange", () => document.hidden || asking || ask());
  watched.line("connecting", null);
  const inquire: Asking = <A>(about: string, asked: object) =>
    new Promise<A | null>((resolve) => {
      if (!socket.connected) return resolve(null);
      const late = window.setTimeout(() => resolve(null), ANSWER_MS);
      socket.emit(about, asked, (answer: A) => {
        window.clearTimeout(late);
        resolve(answer);
      });
    });
  const stop = (): void => {
    isOver = true;
    window.clearInterval(refreshing);
    window.clearTimeout(turning);
    socket.off();
    socket.disconnect();
  };
  return { again: ask, asking: inquire, hear: (event, act) => void socket.on(event, act), stop };
}
