// Who waits, in which order and why; who is held, who did not come.

import { badge, badgesOf } from "../badges";
import { el, fill, say, the } from "../dom";
import { nextAt } from "../line";
import { now } from "../now";
import type { Row, Served } from "../shapes";
import { _, minutes, minutesSince, pick } from "../words";
import { askMore, askWhy } from "./asking";
import { askServed } from "./later";
import type { Work } from "./work";

/** The lists below the line, and the keys that go there. */
export const APART = [
  { list: "held", key: "j" },
  { list: "absent", key: "a" },
] as const;

export function drawLists(work: Work): void {
  const { queue } = work;
  if (!queue) return;
  const rows = work.seeking.rows(queue);
  the("waiting").classList.toggle("found", work.seeking.written !== "");
  const longest = Math.max(0, ...queue.waiting.map((row) => minutesSince(row.since, now())));
  say(the("waiting-count"), String(queue.count));
  say(the("waiting-note"), queue.count ? _("terlama {time}", { time: minutes(longest) }) : "");
  fill(the("waiting"), ...rows.map((row) => listed(work, row)), ...beyond(work, rows, queue.count));
  drawServed(work);
  drawApart(work);
  part(work, "held", _("Lanjutkan"), (row) => work.resume(row));
  part(work, "absent", _("Masukkan lagi"), (row) => work.about(row, "returns"));
  follow(work);
}

/** The way on to the rest of the line; or that nobody has the number that is looked for. */
function beyond({ seeking }: Work, rows: Row[], count: number): HTMLElement[] {
  const { written } = seeking;
  const rest = count - rows.length;
  if (written) return rows.length ? [] : [el("li", { class: "more" }, _("Nomor {written} tidak menunggu di sini.", { written }))];
  const button = el("button", { type: "button", class: "btn quiet", id: "show-more", click: () => seeking.more() }, _("+{count} lagi", { count: rest }));
  return rest > 0 ? [el("li", { class: "more" }, button)] : [];
}

/** Who was let into the line again, until they stand there; by a key, so that the focus goes with them. */
let back: { visit: string; byKey: boolean } | null = null;

function follow({ queue }: Work): void {
  if (!back) return;
  const { visit, byKey } = back;
  if (APART.some(({ list }) => queue?.[list].some((row) => row.visit === visit))) return;
  back = null;
  const row = the("waiting").querySelector(`[data-visit="${visit}"]`);
  row?.scrollIntoView({ block: "nearest" });
  if (byKey && document.activeElement === document.body) row?.querySelector<HTMLElement>("button")?.focus();
}

function part(work: Work, name: "held" | "absent", label: string, letIn: (row: Row) => Promise<unknown>): void {
  const rows = work.queue?.[name] || [];
  const press = (row: Row): void => {
    back = { visit: row.visit, byKey: document.activeElement?.getAttribute("data-focus") === `back-${row.visit}` };
    void work.attempt(() => letIn(row));
  };
  const button = (row: Row): HTMLElement => small(label, `back-${row.visit}`, () => press(row));
  the(`${name}-part`).hidden = rows.length === 0;
  fill(the(name), ...rows.map((row) => listed(work, row, button(row))));
}

/** How many are held or did not come, in sight however long the line is: one press, or a key, goes to them. */
function drawApart(work: Work): void {
  const said = { held: _("Ditahan"), absent: _("Tidak hadir") };
  const full = APART.filter(({ list }) => work.queue?.[list].length);
  the("apart").hidden = full.length === 0;
  const button = ({ list, key }: (typeof APART)[number]): HTMLElement =>
    el(
      "button",
      { type: "button", class: "btn small warn", id: `to-${list}`, click: () => goTo(list) },
      `${said[list]} · ${work.queue?.[list].length}`,
      el("kbd", {}, key.toUpperCase()),
    );
  fill(the("apart"), ...full.map(button));
}

export function goTo(list: "held" | "absent"): void {
  the(`${list}-part`).scrollIntoView({ block: "nearest" });
  the(list).querySelector<HTMLElement>("button")?.focus();
}

/** Whom this room has just finished: it may have forgotten something. */
function drawServed(work: Work): void {
  const served = work.queue?.served || [];
  the("served-part").hidden = served.length === 0 || !work.queue?.day_open;
  const button = (one: Served): HTMLElement => small(one.ticket, `served-${one.visit}`, () => askServed(work, one), _("Lainnya untuk {ticket}", { ticket: one.ticket }));
  fill(the("served"), ...served.map((one) => el("li", { "data-served": one.visit }, button(one))));
}

/** Who waits or is held for too long. */
function alertOf({ alert }: Row): HTMLElement[] {
  if (alert?.kind === "long_wait") return [badge(_("lewat target {count} menit", { count: alert.minutes }), "warn")];
  if (alert?.kind === "long_hold") return [badge(_("ditahan lebih dari {count} menit", { count: alert.minutes }), "warn")];
  return [];
}

function listed(work: Work, row: Row, back: HTMLElement | null = null): HTMLElement {
  const { desks } = work;
  const isFree = desks.isOpen && !desks.row && !work.isBusy && (!row.for_desk || row.for_desk === desks.desk);
  const isNext = row === nextAt(work.queue, desks.desk);
  const call = (): void => (isNext ? void work.attempt(() => work.callOne(row.visit, "")) : askWhy(work, row));
  return el(
    "li",
    { class: row.busy ? "busy" : isNext ? "next" : "", "data-visit": row.visit, "data-ticket": row.ticket },
    el("span", { class: "num" }, row.ticket),
    el("span", { class: "tags" }, ...alertOf(row), ...(row.busy ? [badge(_("sedang di tempat lain"))] : badgesOf(row))),
    el("span", { class: "waited" }, minutes(minutesSince(row.since, now()))),
    el("span", { class: "why" }, [pick(row.why || row.because), row.note].filter(Boolean).join(" · ")),
    el(
      "span",
      { class: "tools" },
      back,
      isFree && !row.busy && small(_("Panggil"), `call-${row.visit}`, call),
      small("⋯", `more-${row.visit}`, () => askMore(work, row), _("Lainnya untuk {ticket}", { ticket: row.ticket })),
    ),
  );
}

const small = (label: string, mark: string, click: () => void, name = ""): HTMLElement =>
  el("button", { type: "button", class: "btn small", "data-focus": mark, "aria-label": name || null, click }, label);
