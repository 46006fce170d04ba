// Putting mistakes right: what was just done here, two numbers of one person, a number too many.

import { press } from "../api";
import { answers, ask, shut } from "../dialog";
import { el, fill, the } from "../dom";
import { byNumber } from "../numbers";
import type { Row, Undoable } from "../shapes";
import { isOwn, ownFirst } from "../undoing";
import { _, clock, pick } from "../words";
import type { Work } from "./work";

const SHOWN = 2; // who notices a wrong press does so at once

export function drawUndoable(work: Work): void {
  const actions = ownFirst(work.queue?.undoable || [], work.desks.desk).slice(0, SHOWN);
  the("undo-part").hidden = actions.length === 0 || !work.queue?.day_open;
  fill(the("undoable"), ...actions.map((action, n) => listed(work, action, n === 0 && isOwn(action, work.desks.desk))));
}

export function undoLast(work: Work): void {
  const last = ownFirst(work.queue?.undoable || [], work.desks.desk)[0];
  if (last && isOwn(last, work.desks.desk)) void work.attempt(() => undo(work, last));
}

function undo(work: Work, { visit, position }: Undoable): Promise<unknown> {
  return press("POST", `visits/${visit}/undo`, { station: work.page.code, position });
}

/** Where another desk did it, it is named and has no key. */
function listed(work: Work, action: Undoable, isLast: boolean): HTMLElement {
  return el(
    "li",
    { "data-undo": action.visit },
    el("span", {}, el("b", { class: "num" }, action.ticket), ` ${pick(action.action)} · ${clock(action.at, work.page.zone)}${isOwn(action, work.desks.desk) ? "" : ` · ${_("meja")} ${action.desk}`}`),
    el(
      "button",
      {
        type: "button",
        class: "btn small",
        disabled: work.isBusy,
        "data-focus": `undo-${action.visit}`,
        click: () => void work.attempt(() => undo(work, action)),
      },
      _("Urungkan"),
      el("span", { class: "unseen" }, ` ${action.ticket} ${pick(action.action)}`),
      isLast && el("kbd", {}, "Z"),
    ),
  );
}

/** What the desk may put right about somebody who is on a list. */
export function askMistake(work: Work, row: Row): void {
  const choices = [
    { key: "merge", label: _("Orang ini punya dua nomor"), act: () => askDouble(work, row) },
    ...(row.registered ? [{ key: "person", label: _("Terdaftar atas nama orang lain"), act: () => window.location.assign(`/loket?kunjungan=${row.visit}`) }] : []),
    { key: "void", label: _("Nomor ini salah cetak"), act: () => void work.attempt(() => press("DELETE", `visits/${row.visit}/ticket`, {})) },
  ];
  ask(_("Apa yang keliru pada {ticket}?", { ticket: row.ticket }), answers(choices));
}

function askDouble(work: Work, row: Row): void {
  const box = el("input", { id: "double", autocomplete: "off", autofocus: true, placeholder: "A-012" });
  const reason = el("input", { id: "merge-reason", autocomplete: "off", maxlength: "200" });
  const merge = el("button", { type: "submit", class: "btn main", id: "merge" }, _("Gabungkan ke {ticket}", { ticket: row.ticket }));
  const form = el("form", { class: "ask" }, el("label", { for: "double" }, _("Nomor lain milik orang yang sama. Nomor itu berakhir; waktu tunggu yang lebih lama tetap dihitung.")), box, el("label", { for: "merge-reason" }, _("Bila terdaftar sebagai dua pasien: mengapa orang yang sama?")), reason, merge);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const written = box.value.trim();
    if (!written) return box.focus();
    shut();
    void work.attempt(() => mergeWith(row, written, reason.value.trim()));
  });
  ask(_("{ticket}: nomor lain yang mana?", { ticket: row.ticket }), form);
}

async function mergeWith(row: Row, written: string, reason: string): Promise<void> {
  const double = await byNumber(written);
  await press("POST", `visits/${row.visit}/mergers`, { double: double.id, reason });
}
