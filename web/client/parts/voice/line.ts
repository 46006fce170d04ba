// The announcement line of one screen: chime, then the words, one call after the other, never two at once and never cut off.

import { sleep } from "../now";
import type { Call } from "../shapes";
import type { Asking } from "../watch";
import { browserVoices, Sounds, speak } from "./sounds";
import { Turns, type Room } from "./turns";

export interface Voice {
  code: string;
  /** How often each call is said, unless others wait. */
  times: number;
  /** Whether the server has a voice. */
  server: boolean;
}

/** What the room hears: the server's sound, the browser's voice, or only the chime. */
export type Heard = "server" | "browser" | "chime";

export interface Stage {
  /** The call is shown large from now on. */
  begins: (call: Call) => void;
  /** Nobody needs to hear it any more: the patient is there, or was called again. */
  isOver: (call: Call) => boolean;
  locked: (isLocked: boolean) => void;
  room: (room: Room) => void;
  heard: (by: Heard) => void;
}

interface Waiting {
  day: string | null;
  call: Call;
  since: number;
}

const VOICELESS_MS = 4_000; // in silence the number stands large for this long
const BETWEEN_MS = 700; // before a call is said again
const LATE_MS = 30_000; // what has waited longer is said only to who has not come yet
const LINE_MAX = 60; // as many calls as an hour's worst minute; older ones are on the screen
const SERVER_AGAIN_MS = 60_000; // a server that could not speak is not asked before

export class Announcer {
  private readonly line: Waiting[] = [];
  private readonly known = new Set<string>();
  private readonly sounds: Sounds;
  private readonly turns: Turns;
  private isWorking = false;
  private resting: (() => void) | null = null;
  private serverFailed = -SERVER_AGAIN_MS;

  /** `opensSound` says whether a touch there is meant to turn on the sound. */
  constructor(
    private readonly voice: Voice,
    private readonly stage: Stage,
    asking: Asking,
    opensSound: (target: EventTarget | null) => boolean,
  ) {
    this.sounds = new Sounds(() => this.changed());
    this.turns = new Turns(voice.code, asking, () => this.can(), stage.room);
    for (const kind of ["pointerdown", "keydown", "touchend", "click"]) {
      document.addEventListener(kind, (event) => opensSound(event.target) && this.sounds.unlock());
    }
    stage.locked(this.sounds.isLocked);
  }

  /** Put a call in line, once in the life of this screen. */
  announce(day: string | null, call: Call): void {
    const key = `${day} ${call.position}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    this.line.push({ day, call, since: Date.now() });
    if (this.line.length > LINE_MAX) this.line.shift();
    void this.work();
  }

  /** The line to the server is there (again). */
  connected(): void {
    this.turns.look();
  }

  /** The voice shall come from this screen. */
  takeOver(): void {
    this.turns.look(true);
  }

  /** Do this as soon as nothing is being said and nobody waits to be. */
  atRest(then: () => void): void {
    if (this.isWorking) this.resting = then;
    else then();
  }

  private can(): boolean {
    return !this.sounds.isLocked;
  }

  private changed(): void {
    this.stage.locked(this.sounds.isLocked);
    this.turns.look();
  }

  private async work(): Promise<void> {
    if (this.isWorking) return;
    this.isWorking = true;
    for (let next = this.line.shift(); next; next = this.line.shift()) {
      if (!this.isTooLate(next)) await this.announced(next);
    }
    this.isWorking = false;
    if (this.resting) this.resting();
  }

  private isTooLate(next: Waiting): boolean {
    return Date.now() - next.since > LATE_MS && this.stage.isOver(next.call);
  }

  private async announced(next: Waiting): Promise<void> {
    const turn = await this.turns.of(next.day, next.call.position);
    if (turn === "gone") return;
    this.stage.begins(next.call);
    if (turn === "shown") return;
    this.tell(next.call, turn === "speak");
    if (turn === "speak") await this.turns.during(this.sound(next));
    else await sleep(VOICELESS_MS);
  }

  private tell(call: Call, isHeard: boolean): void {
    const text = call.said.map((said) => said.text).join(" ");
    if (isHeard) document.body.dataset["announced"] = text;
    const detail = { text, ticket: call.ticket, position: call.position, isHeard };
    document.dispatchEvent(new CustomEvent("alur:announced", { detail }));
  }

  private async sound({ day, call }: Waiting): Promise<void> {
    const loading = this.loaded(day, call); // while the chime sounds
    await this.sounds.chime();
    const wav = await loading;
    for (let times = 0; times < this.voice.times; times += 1) {
      if (times > 0) {
        if (this.line.length > 0) return;
        await sleep(BETWEEN_MS);
      }
      const by = await this.said(call, wav);
      this.stage.heard(by);
      if (by === "chime") return;
    }
  }

  private async loaded(day: string | null, call: Call): Promise<AudioBuffer | null> {
    const isAsked = this.voice.server && Date.now() - this.serverFailed >= SERVER_AGAIN_MS;
    if (!isAsked) return null;
    const wav = await this.sounds.wav(`/papan/${this.voice.code}/suara/${day}/${call.position}.wav`);
    if (!wav) this.serverFailed = Date.now();
    return wav;
  }

  private async said(call: Call, wav: AudioBuffer | null): Promise<Heard> {
    if (wav) {
      await this.sounds.play(wav);
      return "server";
    }
    const voices = browserVoices(call.said);
    if (!voices) {
      await sleep(VOICELESS_MS);
      return "chime";
    }
    for (const [n, voice] of voices.entries()) await speak(call.said[n]!.text, voice);
    return "browser";
  }
}
