// Who waits, in which order and why; who is held, who did not come.

import { badge, badgesOf } from "../badges";
import { el, fill, say, the } from "../dom";
import { now } from "../now";
import type { Row } from "../shapes";
import { _, minutes, minutesSince, pick } from "../words";
import { askMore } from "./asking";
import type { Work } from "./work";

export function drawLists(work: Work): void {
  const { queue } = work;
  if (!queue) return;
  const rest = queue.count - queue.waiting.length;
  const more = rest > 0 ? [el("li", { class: "more" }, _("+{count} lagi", { count: rest }))] : [];
  const longest = Math.max(0, ...queue.waiting.map((row) => minutesSince(row.since, now())));
  say(the("waiting-count"), String(queue.count));
  say(the("waiting-note"), queue.count ? _("terlama {time}", { time: minutes(longest) }) : "");
  fill(the("waiting"), ...queue.waiting.map((row) => listed(work, row)), ...more);
  part(work, "held", _("Lanjutkan"), (row) => work.resume(row));
  part(work, "absent", _("Masukkan lagi"), (row) => work.about(row, "returns"));
}

function part(work: Work, name: "held" | "absent", label: string, back: (row: Row) => Promise<unknown>): void {
  const rows = work.queue?.[name] || [];
  const button = (row: Row): HTMLElement => small(label, `back-${row.visit}`, () => void work.attempt(() => back(row)));
  the(`${name}-part`).hidden = rows.length === 0;
  fill(the(name), ...rows.map((row) => listed(work, row, button(row))));
}

function listed(work: Work, row: Row, back: HTMLElement | null = null): HTMLElement {
  const { desks } = work;
  const isFree = desks.isOpen && !desks.row && !row.busy && !work.isBusy;
  return el(
    "li",
    { class: row.busy ? "busy" : "", "data-visit": row.visit, "data-ticket": row.ticket },
    el("span", { class: "num" }, row.ticket),
    el("span", { class: "tags" }, ...(row.busy ? [badge(_("sedang di tempat lain"))] : badgesOf(row))),
    el("span", { class: "waited" }, minutes(minutesSince(row.since, now()))),
    el("span", { class: "why" }, [pick(row.why || row.because), row.note].filter(Boolean).join(" · ")),
    el(
      "span",
      { class: "tools" },
      back,
      isFree && small(_("Panggil"), `call-${row.visit}`, () => void work.attempt(() => work.call(row.visit))),
      small("⋯", `more-${row.visit}`, () => askMore(work, row), _("Lainnya untuk {ticket}", { ticket: row.ticket })),
    ),
  );
}

const small = (label: string, mark: string, click: () => void, name = ""): HTMLElement =>
  el("button", { type: "button", class: "btn small", "data-focus": mark, "aria-label": name || null, click }, label);
