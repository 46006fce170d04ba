// Indonesian or English by one touch, without leaving the page: it came in Indonesian, and has the English words beside it.

import { say, the } from "../dom";
import { _, language, speak, type Language } from "../words";

const NAMES = { id: "Bahasa Indonesia", en: "English" };
const TITLE = document.title;

export class Languages {
  private readonly button = the("other-language");
  private readonly came = new Map(Array.from(document.querySelectorAll("[data-words]"), (place) => [place, place.textContent || ""]));

  /** `changed` draws what the page has drawn itself. */
  constructor(
    private readonly english: Record<string, string>,
    private readonly changed: () => void,
  ) {
    this.button.addEventListener("click", () => this.take(this.other));
    this.draw();
  }

  take(wanted: Language): void {
    if (wanted === language) return;
    speak(wanted, wanted === "en" ? this.english : {});
    for (const [place, words] of this.came) say(place, _(words));
    document.title = TITLE.split(" · ").map((words) => _(words)).join(" · ");
    this.draw();
    this.changed();
  }

  private get other(): Language {
    return language === "id" ? "en" : "id";
  }

  private draw(): void {
    say(this.button, NAMES[this.other]);
    this.button.lang = this.other;
  }
}
