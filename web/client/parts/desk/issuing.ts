// The right side of the desk: the route while it is prepared, and the button; and the number afterwards, below the search box.

import { numberClass } from "../badges";
import { el, fill, say, the } from "../dom";
import type { Visit } from "../shapes";
import { showStory } from "../story";
import { _ } from "../words";
import { route, type Explained, type Labels } from "./route";

export interface Issued {
  visit: Visit;
  name: string;
  first: string; // where to go now
  how: "new" | "known" | "registered" | "corrected"; // drawn now, looked up, drawn before and now somebody's, somebody else's now
}

interface Shown {
  isChosen: boolean;
  isBusy: boolean;
  ticket: string | null; // drawn before, to be registered now
  isOthers: boolean; // or registered for somebody else, to be given to this person
  way: Explained | null;
  issued: Issued | null;
  tools: Tools;
}

/** What may be done with a number that was issued. */
interface Tools {
  print: (visit: Visit) => void;
  nextOfFamily: () => void;
  correct: (visit: Visit) => void;
  cancel: (visit: Visit) => void;
}

interface Place extends Labels {
  counters: { code: string }[];
}

/** Who has gone home takes nobody along: said as soon as the number is known, not when the next one is registered. */
export const noFamily = ({ name }: Visit): string =>
  _("Kunjungan {number} sudah berakhir. Keluarganya didaftarkan seperti biasa: cari orangnya, atau F2.", { number: name });

export function drawIssuing(page: Place, { isChosen, isBusy, ticket, isOthers, way, issued, tools }: Shown): void {
  const button = the<HTMLButtonElement>("issue");
  const number = ticket || (way && (way.next_ticket || `${way.ticket}-…`));
  button.hidden = !isChosen;
  button.disabled = isBusy || !way || !isChosen;
  button.classList.toggle("busy", isBusy);
  fill(button, isOthers ? _("Ganti orangnya") : ticket ? _("Daftarkan") : _("Cetak nomor"), " ", el("span", { class: "num" }, number), " ", el("kbd", {}, "Enter"));
  say(the("route-title"), isOthers && ticket ? _("Perbaiki {number}", { number: ticket }) : _("Rute pasien ini"));
  const hint = isOthers ? _("Cari orang yang benar; rutenya tampil di sini sebelum disimpan.") : _("Pilih pasien, dan rutenya tampil di sini sebelum nomor dicetak.");
  fill(the("route"), ...(isChosen && way ? route(way, page, page.counters.map((one) => one.code)) : [el("p", { class: "quiet" }, hint)]));
  if (issued !== drawn) fill(the("number"), ...(issued ? theNumber(issued, tools) : [])); // else it is read out, and loses the focus
  the("number").hidden = issued === null;
  drawn = issued;
}

let drawn: Issued | null = null;

const titleOf = ({ how }: Issued): string =>
  ({ new: _("Nomor baru"), known: _("Nomor hari ini"), registered: _("Sudah didaftarkan"), corrected: _("Sudah diperbaiki") })[how];

function theNumber(issued: Issued, { print, nextOfFamily, correct, cancel }: Tools): HTMLElement[] {
  const { visit, name, first } = issued;
  const tool = (id: string, label: string, act: () => void, key = ""): HTMLElement =>
    el("button", { type: "button", class: "btn small", id, click: act }, label, key && " ", key && el("kbd", {}, key));
  return [
    el("h2", {}, titleOf(issued)),
    el(
      "div",
      { class: "issued", id: "issued", "data-visit": visit.id },
      el("p", {}, name),
      el("b", { class: numberClass(visit.name) }, visit.name),
      el("p", {}, first ? `→ ${first}` : ""),
    ),
    el(
      "p",
      { class: "row-of-buttons" },
      visit.ticket && tool("print-again", _("Cetak lagi"), () => print(visit), "F7"),
      el("a", { class: "btn small", href: `/tiket/${visit.id}`, target: "_blank" }, _("Halaman nomor")),
      tool("story-of-issued", _("Riwayat"), () => void showStory(visit.id)),
      !visit.outcome && tool("next-of-family", _("Daftarkan anggota keluarga"), nextOfFamily, "F6"),
      visit.patient && tool("wrong-person", _("Salah orang"), () => correct(visit)),
      !visit.outcome && tool("cancel-number", _("Batalkan nomor"), () => cancel(visit)),
      visit.outcome && el("span", { id: "over" }, noFamily(visit)),
    ),
  ];
}
