// The story of a visit: what happened, line by line, with what was taken back marked as that.

import { get } from "./api";
import { badge } from "./badges";
import { show } from "./dialog";
import { el } from "./dom";
import { complain } from "./message";
import type { Story, StoryLine } from "./shapes";
import { _, clock, day } from "./words";

export async function showStory(visit: string): Promise<void> {
  try {
    const story = await get<Story>(`visits/${visit}/story`);
    const file = el("a", { class: "btn quiet", id: "story-file", href: `/api/v1/visits/${visit}/story?format=csv`, download: true }, _("Simpan sebagai CSV"));
    const list = el("div", { class: "story", id: "story", tabindex: 0, autofocus: true }, story.note && el("p", { class: "note" }, story.note), ...days(story)); // the arrow keys scroll it
    show(_("Riwayat {ticket}", { ticket: story.ticket }), list, file);
  } catch (error) {
    complain(error);
  }
}

/** One list for each service day; a heading only where there are several. */
function days(story: Story): HTMLElement[] {
  const found = [...new Set(story.lines.map((line) => line.day))];
  return found.map((one) =>
    el(
      "section",
      {},
      found.length > 1 && el("h3", {}, day(one)),
      el("ol", {}, ...story.lines.filter((line) => line.day === one).map((line) => told(line, story.zone))),
    ),
  );
}

function told(line: StoryLine, zone: string): HTMLElement {
  const words = line.undone ? el("s", {}, line.said) : line.said;
  return el(
    "li",
    { class: line.undone ? "undone" : "", "data-topic": line.topic },
    el("time", { class: "num", datetime: line.at }, clock(line.at, zone)),
    el("p", {}, words, line.undone && badge(_("diurungkan"), "warn")),
    el("small", {}, line.who),
  );
}
