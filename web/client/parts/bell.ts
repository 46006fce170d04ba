// "It is your turn": by sound, by vibration and, where the phone allows it, by a notification. Sound has to be asked for once.

import { say, the } from "./dom";
import { _ } from "./words";

const TONES_HZ = [660, 880, 660, 880];
const TONE_SECONDS = 0.22;
const RINGS_MAX = 5;
const RING_MS = 3_000;

export class Bell {
  private sound: AudioContext | null = null;
  private ringing = 0;
  private readonly button = the<HTMLButtonElement>("bell");
  private readonly title = document.title;

  constructor(private readonly address: string) {
    this.button.addEventListener("click", () => void this.allow());
    document.addEventListener("click", () => this.stop());
    this.draw();
  }

  /** Ring a few times, until somebody touches the page or it is over. */
  ring(words: string): void {
    this.stop();
    document.title = words;
    void this.notify(words);
    this.ringOnce(RINGS_MAX);
  }

  stop(): void {
    window.clearTimeout(this.ringing);
    this.ringing = 0;
    document.title = this.title;
  }

  private ringOnce(left: number): void {
    if ("vibrate" in navigator) navigator.vibrate([400, 200, 400]);
    this.play();
    if (left > 1) this.ringing = window.setTimeout(() => this.ringOnce(left - 1), RING_MS);
  }

  private async allow(): Promise<void> {
    const Sound = window.AudioContext || (window as unknown as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext;
    if (Sound && !this.sound) this.sound = new Sound();
    await this.sound?.resume();
    this.play();
    this.draw();
    if ("Notification" in window && "serviceWorker" in navigator && window.isSecureContext) {
      await Notification.requestPermission();
      await navigator.serviceWorker.register("/tiket/worker.js");
    }
  }

  private play(): void {
    const sound = this.sound;
    if (!sound) return;
    TONES_HZ.forEach((hertz, n) => {
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      const start = sound.currentTime + n * TONE_SECONDS;
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.5, start);
      volume.gain.exponentialRampToValueAtTime(0.01, start + TONE_SECONDS);
      tone.connect(volume);
      volume.connect(sound.destination);
      tone.start(start);
      tone.stop(start + TONE_SECONDS);
    });
  }

  private async notify(words: string): Promise<void> {
    if (!("Notification" in window) || Notification.permission !== "granted" || !document.hidden) return;
    const ready = await navigator.serviceWorker.ready;
    await ready.showNotification(words, { tag: this.address, data: this.address, icon: "/static/icon.svg", requireInteraction: true });
  }

  private draw(): void {
    say(this.button, this.sound ? _("Bunyi menyala. Biarkan halaman ini terbuka.") : _("Bunyikan saat saya dipanggil"));
    this.button.classList.toggle("main", !this.sound);
    this.button.disabled = this.sound !== null;
  }
}
