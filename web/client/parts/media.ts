// The panel beside the numbers: words about health, the house's pictures and videos, one after the other, without a sound. While
// somebody is called it is covered, and a video waits.

import { get } from "./api";
import { el, fill, say, the } from "./dom";
import { eachMinute, today } from "./now";

interface Piece {
  url: string;
  kind: "image" | "video";
  title: string;
  seconds: number | null;
}

interface Found {
  media: Piece[];
}

const WORDS_MS = 20_000; // long enough to read three lines slowly
const VIDEO_MS_MAX = 300_000; // a video that does not end is passed over
const RETRY_MS = 30_000;

export class Panel {
  private pieces: Piece[] = [];
  private at = -1; // what is shown: the words first, one at a time, between the pieces
  private words = 0;
  private next = 0;
  private day = "";
  private retry = 0;

  constructor(
    private readonly board: string,
    private readonly said: string[],
    private readonly zone: string,
  ) {
    this.turn();
    void this.load();
    eachMinute(() => {
      if (today(this.zone) !== this.day) void this.load();
    });
  }

  /** Ask what this board shows today. What was known stays, should the server not answer. */
  async load(): Promise<void> {
    window.clearTimeout(this.retry);
    try {
      const { media } = await get<Found>(`boards/${this.board}/media`);
      this.day = today(this.zone);
      this.pieces = media;
    } catch {
      this.retry = window.setTimeout(() => void this.load(), RETRY_MS);
    }
  }

  /** Somebody is called, or no longer: a video stands still meanwhile. */
  cover(isCovered: boolean): void {
    const video = the("info").querySelector("video");
    if (!video) return;
    if (isCovered) video.pause();
    else void video.play().catch(() => undefined); // its own error, if there is one, passes it over
  }

  /** The next piece; after the last one the next words. */
  private turn(): void {
    window.clearTimeout(this.next);
    this.at = this.at + 1 > this.pieces.length ? 0 : this.at + 1;
    const piece = this.pieces[this.at - 1];
    the("info").classList.toggle("pictured", piece !== undefined);
    if (piece) this.show(piece);
    else this.say();
  }

  private say(): void {
    fill(the("info-piece"));
    say(the("info-words"), this.said[this.words++ % this.said.length] || "");
    this.after(WORDS_MS);
  }

  private show(piece: Piece): void {
    const failed = (error: Event | DOMException): void => {
      const isOnlyCovered = error instanceof DOMException && error.name === "AbortError";
      if (!isOnlyCovered && piece === this.pieces[this.at - 1]) this.turn(); // a file that this television can't show is passed over
    };
    if (piece.kind === "image") {
      fill(the("info-piece"), el("img", { src: piece.url, alt: piece.title, error: failed }));
      this.after((piece.seconds || 10) * 1_000);
      return;
    }
    const video = el("video", { src: piece.url, title: piece.title, playsinline: true, ended: () => this.turn(), error: failed });
    video.muted = true;
    fill(the("info-piece"), video);
    void video.play().catch(failed);
    this.after(VIDEO_MS_MAX);
  }

  private after(ms: number): void {
    window.clearTimeout(this.next);
    this.next = window.setTimeout(() => this.turn(), ms);
  }
}
