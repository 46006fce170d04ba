// What a screen can make heard: the chime, a WAV of the server, the browser's own voice. One at a time, each to its end.

import type { Said } from "../shapes";

const CHIME = [659.25, 523.25, 783.99];
const TONE_APART_S = 0.32;
const TONE_S = 1;
const GRACE_MS = 3_000; // a device that went to sleep never says that a sound has ended
const LOADED_MS_MAX = 6_000;
const SPOKEN_MS_MAX = 20_000; // some browsers forget to say that they have finished

type OldWindow = typeof window & { webkitAudioContext?: typeof AudioContext };

export class Sounds {
  private readonly audio: AudioContext | null;

  /** `changed` is called when the browser begins or ceases to allow sound. */
  constructor(private readonly changed: () => void) {
    const Context = window.AudioContext || (window as OldWindow).webkitAudioContext;
    this.audio = Context ? new Context() : null;
    if (this.audio) this.audio.addEventListener("statechange", changed);
    window.speechSynthesis?.getVoices(); // the first call only makes the browser fetch them
  }

  /** The browser wants a touch first. */
  get isLocked(): boolean {
    return this.audio !== null && this.audio.state !== "running";
  }

  unlock(): void {
    if (!this.audio || !this.isLocked) return;
    const resumed = this.audio.resume() as Promise<void> | undefined; // browsers of 2015 return nothing
    if (resumed) resumed.then(this.changed, this.changed);
  }

  /** Three falling tones, made here: no file to load, nothing to be missing. */
  chime(): Promise<void> {
    const audio = this.audio;
    if (!audio) return Promise.resolve();
    const tones = CHIME.map((pitch, n) => tone(audio, pitch, audio.currentTime + n * TONE_APART_S));
    const seconds = (CHIME.length - 1) * TONE_APART_S + TONE_S;
    return ended(tones[tones.length - 1]!, seconds);
  }

  /** The WAV at this address, ready to be played; null where the server has none, or does not answer in time. */
  wav(address: string): Promise<AudioBuffer | null> {
    const audio = this.audio;
    if (!audio) return Promise.resolve(null);
    return new Promise((resolve) => {
      const asked = new XMLHttpRequest();
      asked.open("GET", address);
      asked.responseType = "arraybuffer";
      asked.timeout = LOADED_MS_MAX;
      asked.onerror = asked.ontimeout = asked.onabort = () => resolve(null);
      asked.onload = () => {
        if (asked.status === 200) decoded(audio, asked.response as ArrayBuffer, resolve);
        else resolve(null);
      };
      asked.send();
    });
  }

  play(sound: AudioBuffer): Promise<void> {
    if (!this.audio) return Promise.resolve();
    const source = this.audio.createBufferSource();
    source.buffer = sound;
    source.connect(this.audio.destination);
    source.start();
    return ended(source, sound.duration);
  }
}

/** By callbacks, which old browsers know; new ones answer by a promise as well. */
function decoded(audio: AudioContext, bytes: ArrayBuffer, then: (sound: AudioBuffer | null) => void): void {
  const promised = audio.decodeAudioData(bytes, then, () => then(null)) as Promise<AudioBuffer> | undefined;
  if (promised) promised.catch(() => then(null));
}

function tone(audio: AudioContext, pitch: number, at: number): OscillatorNode {
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
  source.stop(at + TONE_S);
  return source;
}

/** When it has ended; one that does not say so is stopped before anything else may sound. */
function ended(source: AudioScheduledSourceNode, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const late = window.setTimeout(() => {
      source.onended = null;
      source.stop();
      resolve();
    }, seconds * 1_000 + GRACE_MS);
    source.onended = () => {
      window.clearTimeout(late);
      resolve();
    };
  });
}

/** The browser's own voices for these sentences, the ones on this machine first; null unless it has one for each. */
export function browserVoices(said: Said[]): SpeechSynthesisVoice[] | null {
  const all = window.speechSynthesis ? window.speechSynthesis.getVoices() : [];
  const found: SpeechSynthesisVoice[] = [];
  for (const { language } of said) {
    const codes = language === "en" ? ["en"] : ["id", "in"]; // old systems call Indonesian "in"
    const fitting = all.filter((voice) => codes.indexOf(voice.lang.slice(0, 2).toLowerCase()) >= 0);
    const voice = fitting.filter((one) => one.localService)[0] || fitting[0];
    if (!voice) return null;
    found.push(voice);
  }
  return found;
}

export function speak(text: string, voice: SpeechSynthesisVoice): Promise<void> {
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
