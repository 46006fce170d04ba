// The buttons: one big one that does the next sensible thing, and what else may be done now.

import { isOver, openDay } from "../day";
import { el, fill, the } from "../dom";
import type { Row } from "../shapes";
import { showStory } from "../story";
import { _ } from "../words";
import { askDeath, askDesk, askFacts, askWhere } from "./asking";
import type { Finishing } from "./finishing";
import type { Work } from "./work";

interface Action {
  id: string;
  label: string;
  key: string;
  act: () => void;
  isMain?: boolean;
}

export function actions(work: Work, finishing: Finishing): Action[] {
  const { row } = work.desks;
  const main = mainAction(work, finishing, row);
  return [...(main ? [{ ...main, key: " ", isMain: true }] : []), ...(row && work.queue?.day_open ? otherActions(work, finishing, row) : [])];
}

function mainAction(work: Work, finishing: Finishing, row: Row | null): Omit<Action, "key"> | null {
  const { desk, isOpen } = work.desks;
  const attempt = (what: () => Promise<unknown>) => () => void work.attempt(what);
  if (!work.queue || !desk) return null;
  if (isOver(work.queue)) return null;
  if (!work.queue.day_open) return { id: "open-day", label: _("Buka hari layanan"), act: attempt(openDay) };
  if (!isOpen) return { id: "open-desk", label: _("Buka meja {desk}", { desk }), act: () => void work.desks.take(desk) };
  if (!row) return { id: "call-next", label: _("Panggil berikutnya"), act: attempt(() => work.call()) };
  if (row.status === "called") return { id: "start", label: _("Mulai"), act: attempt(() => work.about(row, "starts")) };
  const finishAndCall = attempt(async () => {
    await work.about(row, "finishes", finishing.body);
    await work.callIfAnybodyWaits();
  });
  const { ending } = finishing;
  const label = ending ? _("Selesai: {ending}, lalu panggil berikutnya", { ending }) : _("Selesai & panggil berikutnya");
  return { id: "finish-and-call", label, act: () => onceSure(finishing, row, finishAndCall) };
}

function otherActions(work: Work, finishing: Finishing, row: Row): Action[] {
  const tell = (what: string, body: () => object = () => ({})) => () => void work.attempt(() => work.about(row, what, body()));
  const forCalled = [
    { id: "recall", label: _("Panggil ulang"), key: "u", act: tell("recalls") },
    { id: "absent-button", label: _("Tidak hadir"), key: "h", act: tell("absences") },
  ];
  const { ending } = finishing;
  const finish = tell("finishes", () => finishing.body);
  const forServing = [
    { id: "finish", label: ending ? _("Selesai: {ending}", { ending }) : _("Selesai saja"), key: "s", act: () => onceSure(finishing, row, finish) },
  ];
  return [
    ...(row.status === "called" ? forCalled : forServing),
    { id: "hold", label: _("Tahan"), key: "t", act: tell("hold") },
    { id: "transfer", label: _("Pindahkan"), key: "p", act: () => askWhere(work, row) },
    ...(work.page.desks.length > 1 ? [{ id: "hand-over", label: _("Meja lain"), key: "m", act: () => askDesk(work, row) }] : []),
    { id: "facts", label: _("Data rute"), key: "d", act: () => askFacts(work, row) },
    { id: "story-button", label: _("Riwayat"), key: "r", act: () => void showStory(row.visit) },
  ];
}

function onceSure(finishing: Finishing, row: Row, finish: () => void): void {
  if (finishing.isDeath) askDeath(row, finish);
  else finish();
}

export function drawActions(work: Work, finishing: Finishing): void {
  fill(the("actions"), ...actions(work, finishing).map((action) => button(work, action)));
}

function button(work: Work, { id, label, key, act, isMain }: Action): HTMLElement {
  const isIdle = id === "call-next" && !work.isAnybodyFree && work.other.isEmpty;
  const kind = `btn${isMain ? " main" : ""}${work.isBusy ? " busy" : ""}`;
  return el(
    "button",
    { id, type: "button", class: kind, disabled: work.isBusy || isIdle, click: act },
    el("span", {}, label),
    el("kbd", {}, key === " " ? _("Spasi") : key.toUpperCase()),
  );
}
