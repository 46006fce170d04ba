// The announcement line of one screen: chime, then the words, one after the other, never two at once and never cut off.

import type { Call } from "./shapes";
import { language, pick } from "./words";

export interface Spoken {
  key: string;
  text: string;
  call: Call;
}

const SPOKEN_MS_MAX = 20_000; // some browsers forget to say that they have finished
const VOICELESS_MS = 4_000; // without a voice the chime sounds and the number stands large for this long
const LINE_MAX = 12; // more than a board can list: older calls are on the screen, not in the air

const DIGITS = {
  id: ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"],
  en: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
};

/** "Nomor antrean, A, nol, satu, dua, bersama A, nol, satu, tiga. Silakan menuju Ruang 2, meja 1." */
export function sentence(call: Call, hasDesks: boolean): string {
  const desk = hasDesks && /^\w{1,3}$/.test(call.desk) ? spelled(call.desk) : call.desk;
  const place = pick(call.name);
  if (language === "en") {
    const where = hasDesks ? `${place}, desk ${desk}` : place;
    return `Ticket number, ${[call.ticket, ...call.beside].map(spelled).join(", together with ")}. Please go to ${where}.`;
  }
  const where = hasDesks ? `${place}, meja ${desk}` : place;
  return `Nomor antrean, ${[call.ticket, ...call.beside].map(spelled).join(", bersama ")}. Silakan menuju ${where}.`;
}

/** A-012 → "A, nol, satu, dua"; whole words stay words. */
export function spelled(ticket: string): string {
  const parts = ticket.match(/[A-Za-z]{3,}|[A-Za-z]|\d/g) || [];
  return parts.map((part) => (/\d/.test(part) ? DIGITS[language][Number(part)] : part)).join(", ");
}

export class Announcer {
  private readonly line: Spoken[] = [];
  private readonly heard = new Set<string>();
  private audio: AudioContext | null = null;
  private busy = false;

  /** `begins` and `ends` frame each announcement; `locked` tells whether the browser still forbids sound. */
  constructor(
    private readonly begins: (spoken: Spoken) => void,
    private readonly ends: (spoken: Spoken) => void,
    private readonly locked: (isLocked: boolean) => void,
  ) {
    const Context = window.AudioContext;
    if (Context) {
      this.audio = new Context();
      this.audio.addEventListener("statechange", () => this.locked(this.isLocked));
    }
    for (const kind of ["pointerdown", "keydown", "touchend", "click"]) {
      document.addEventListener(kind, () => this.unlock());
    }
    window.speechSynthesis?.getVoices(); // the first call only makes the browser fetch them
    this.locked(this.isLocked);
  }

  get isLocked(): boolean {
    return this.audio !== null && this.audio.state !== "running";
  }

  /** Put an announcement in line, once in the life of this screen. */
  announce(spoken: Spoken): void {
    if (this.heard.has(spoken.key)) return;
    this.heard.add(spoken.key);
    this.line.push(spoken);
    if (this.line.length > LINE_MAX) this.line.shift();
    void this.work();
  }

  private unlock(): void {
    if (this.audio && this.isLocked) void this.audio.resume().then(() => this.locked(this.isLocked));
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.line.shift(); next; next = this.line.shift()) {
      this.begins(next);
      await this.sound(next);
      this.ends(next);
    }
    this.busy = false;
  }

  private async sound(spoken: Spoken): Promise<void> {
    const isHeard = !this.isLocked;
    const voice = isHeard ? aVoice() : null;
    if (isHeard) document.body.dataset["announced"] = spoken.text;
    const detail = { text: spoken.text, ticket: spoken.call.ticket, position: spoken.call.position, isHeard };
    document.dispatchEvent(new CustomEvent("alur:announced", { detail: { ...detail, hasVoice: voice !== null } }));
    if (isHeard) await this.chime();
    if (voice) await speak(spoken.text, voice);
    else await sleep(VOICELESS_MS);
  }

  /** Three falling tones, made here: no file to load, nothing to be missing. */
  private chime(): Promise<void> {
    const audio = this.audio;
    if (!audio) return Promise.resolve();
    [659.25, 523.25, 783.99].forEach((pitch, n) => tone(audio, pitch, audio.currentTime + n * 0.32));
    return sleep(1_500);
  }
}

function tone(audio: AudioContext, pitch: number, at: number): void {
  const source = audio.createOscillator();
  const loudness = audio.createGain();
  source.type = "sine";
  source.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(0.5, at + 0.03);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
  source.connect(loudness);
  loudness.connect(audio.destination);
  source.start(at);
  source.stop(at + 1);
}

function aVoice(): SpeechSynthesisVoice | null {
  const voices = window.speechSynthesis ? window.speechSynthesis.getVoices() : [];
  const codes = language === "en" ? ["en"] : ["id", "in"]; // old systems call Indonesian "in"
  const fitting = voices.filter((voice) => codes.includes(voice.lang.slice(0, 2).toLowerCase()));
  return fitting.find((voice) => voice.localService) || fitting[0] || null;
}

function speak(text: string, voice: SpeechSynthesisVoice): Promise<void> {
  return new Promise((resolve) => {
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.9;
    const late = window.setTimeout(() => {
      window.speechSynthesis.cancel();
      resolve();
    }, SPOKEN_MS_MAX);
    words.onend = words.onerror = () => {
      window.clearTimeout(late);
      resolve();
    };
    window.speechSynthesis.speak(words);
  });
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));
