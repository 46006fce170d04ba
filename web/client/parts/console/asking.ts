// The console's questions: where to, which facts, how a visit ended.

import { press } from "../api";
import { answers, ask, askTwice, shut } from "../dialog";
import { el } from "../dom";
import { FactsForm } from "../facts";
import type { Facts, Row } from "../shapes";
import { showStory } from "../story";
import { _ } from "../words";
import { askFamily } from "./family";
import { Handing } from "./handing";
import { askCancel } from "./later";
import { askMistake } from "./mistakes";
import type { Work } from "./work";

export const DIED = "meninggal";

export function askWhere(work: Work, row: Row): void {
  const box = el("input", { type: "checkbox", id: "and-back" });
  const back = row.status === "serving" ? el("label", { class: "check" }, box, _("kembali ke sini sesudahnya")) : null;
  const choices = work.page.stations.map(({ code, name, cluster }) => ({
    key: code,
    label: name,
    badge: cluster,
    act: () => void work.attempt(() => work.about(row, "transfers", { to: code, back: box.checked })),
  }));
  ask(_("Pindahkan {ticket} ke mana?", { ticket: row.ticket }), ...(back ? [back] : []), answers(choices));
}

/** Who is called out of turn passes others over; the reason stays on record. */
export function askWhy(work: Work, row: Row): void {
  const call = (reason: string): void => void work.attempt(() => work.callOne(row.visit, reason));
  const usual = [_("Keadaannya memburuk"), _("Diminta dokter"), _("Tidak hadir saat dipanggil, sekarang ada")];
  const choices = usual.map((reason, n) => ({ key: `reason-${n}`, label: reason, act: () => call(reason) }));
  const box = el("input", { id: "reason", autocomplete: "off", maxlength: 200, placeholder: _("Alasan lain") });
  const form = el("form", { class: "ask" }, box, el("button", { type: "submit", class: "btn main", id: "call-anyway" }, _("Panggil")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = box.value.trim();
    if (!reason) return box.focus();
    shut();
    call(reason);
  });
  ask(_("Mengapa {ticket} didahulukan?", { ticket: row.ticket }), answers(choices), form);
}

/** Another desk of this station takes over. */
export function askDesk(work: Work, row: Row): void {
  const choices = work.desks.others.map((desk) => ({
    key: `desk-${desk}`,
    label: _("Meja {desk}", { desk }),
    act: () => void work.attempt(() => work.about(row, "handovers", { desk })),
  }));
  const nobody = el("p", {}, _("Tidak ada meja lain yang terbuka dan kosong."));
  ask(_("Serahkan {ticket} ke meja mana?", { ticket: row.ticket }), choices.length ? answers(choices) : nobody);
}

/** This doctor, or any. */
function askOwnDesk(work: Work, row: Row): void {
  const choice = (desk: string | null, label: string): { key: string; label: string; act: () => void } => ({
    key: `own-${desk}`,
    label,
    act: () => void work.attempt(() => press("PUT", `visits/${row.visit}/desk`, { station: work.page.code, desk })),
  });
  const choices = [...work.page.desks.map((desk) => choice(desk, _("Meja {desk}", { desk }))), choice(null, _("Meja mana saja"))];
  ask(_("{ticket} menunggu meja mana?", { ticket: row.ticket }), answers(choices));
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
    ...(work.page.desks.length > 1 ? [{ key: "own-desk", label: _("Khusus satu meja"), act: () => askOwnDesk(work, row) }] : []),
    { key: "cancel-order", label: _("Batalkan permintaan"), act: () => void askCancel(work, row) },
    { key: "family", label: _("Keluarga"), act: () => askFamily(work, row) },
    ...(work.page.may_register ? [{ key: "mistake", label: _("Ada yang keliru"), act: () => askMistake(work, row) }] : []),
    { key: "story", label: _("Riwayat kunjungan"), act: () => void showStory(row.visit) },
    { key: "depart", label: _("Akhiri kunjungan"), act: () => askOutcome(work, row) },
  ];
  ask(row.ticket, answers(choices));
}

function askOutcome(work: Work, row: Row): void {
  const end = (value: string, label: string): void => {
    if (value in work.page.destinations) askDestination(work, row, value, label);
    else if (value === DIED) askDeath(row, () => leave(work, row, { outcome: value }));
    else leave(work, row, { outcome: value });
  };
  const choices = work.page.outcomes.map(({ value, label, described }) => ({ key: value, label: described, act: () => end(value, label) }));
  ask(_("Bagaimana kunjungan {ticket} berakhir?", { ticket: row.ticket }), answers(choices));
}

/** A slip of the finger must not say that somebody has died. */
export function askDeath(row: Row, end: () => void): void {
  askTwice(_("{ticket} meninggal?", { ticket: row.ticket }), answers([{ key: "died", label: _("Ya, catat meninggal dan akhiri kunjungan"), act: end }]));
}

function askDestination(work: Work, row: Row, outcome: string, label: string): void {
  const handing = new Handing(work.page);
  const end = el("button", { type: "submit", class: "btn main", id: "hand-on" }, _("Akhiri kunjungan"));
  const form = el("form", { class: "ask" }, ...handing.drawn(outcome), end);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = Array.from(form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select"));
    const empty = asked.find((one) => !one.value.trim());
    if (empty) return empty.focus();
    shut();
    leave(work, row, { outcome, ...handing.body(outcome) });
  });
  ask(`${row.ticket}: ${label}`, form);
}

function leave(work: Work, row: Row, body: object): void {
  void work.attempt(() => press("POST", `visits/${row.visit}/departures`, { ...body, station: work.page.code }));
}
