// The console's questions: where to, which facts, how a visit ended.

import { press } from "../api";
import { answers, ask, shut } from "../dialog";
import { el } from "../dom";
import { FactsForm } from "../facts";
import type { Facts, Row } from "../shapes";
import { _ } from "../words";
import { askMistake } from "./mistakes";
import type { Work } from "./work";

export function askWhere(work: Work, row: Row): void {
  const choices = work.page.stations.map(({ code, name, cluster }) => ({
    key: code,
    label: name,
    badge: cluster,
    act: () => void work.attempt(() => work.about(row, "transfers", { to: code })),
  }));
  ask(_("Pindahkan {ticket} ke mana?", { ticket: row.ticket }), answers(choices));
}

export function askFacts(work: Work, row: Row): void {
  const place = el("div", { class: "questions" });
  const left = "sex" in row.facts ? ["age_group", "sex"] : ["age_group"];
  const form = new FactsForm(place, work.page.questions, left, () => undefined);
  form.set(row.facts);
  const save = el("button", { type: "button", class: "btn main", id: "save-facts" }, _("Simpan, atur ulang rute"));
  save.addEventListener("click", () => {
    shut();
    void work.attempt(() => press("PATCH", `visits/${row.visit}/facts`, { facts: changed(row.facts, form.given) }));
  });
  ask(_("Data rute {ticket}", { ticket: row.ticket }), place, save);
}

/** Only what is new; a null takes back what was known. */
function changed(before: Facts, after: Facts): Record<string, unknown> {
  const news: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(after)) if (before[name] !== value) news[name] = value;
  for (const name of Object.keys(before)) if (!(name in after) && name !== "birth_date") news[name] = null;
  return news;
}

/** What may be done with somebody who is on a list. */
export function askMore(work: Work, row: Row): void {
  const hold = { key: "hold", label: _("Tahan"), act: () => void work.attempt(() => work.about(row, "hold")) };
  const choices = [
    { key: "transfer", label: _("Pindahkan"), act: () => askWhere(work, row) },
    { key: "facts", label: _("Data rute"), act: () => askFacts(work, row) },
    ...(row.status === "waiting" ? [hold] : []),
    ...(work.page.may_register ? [{ key: "mistake", label: _("Ada yang keliru"), act: () => askMistake(work, row) }] : []),
    { key: "depart", label: _("Akhiri kunjungan"), act: () => askOutcome(work, row) },
  ];
  ask(row.ticket, answers(choices));
}

function askOutcome(work: Work, row: Row): void {
  const choices = work.page.outcomes.map(({ value, label }) => ({
    key: value,
    label,
    act: () => void work.attempt(() => press("POST", `visits/${row.visit}/departures`, { outcome: value })),
  }));
  ask(_("Bagaimana kunjungan {ticket} berakhir?", { ticket: row.ticket }), answers(choices));
}
