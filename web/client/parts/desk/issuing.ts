// The right side of the desk: the route while it is prepared, the button, and the number afterwards.

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
  isOld?: boolean; // it was looked up
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

export function drawIssuing(page: Place, { isChosen, isBusy, ticket, isOthers, way, issued, tools }: Shown): void {
  const button = the<HTMLButtonElement>("issue");
  const number = ticket || (way && (way.next_ticket || `${way.ticket}-…`));
  button.hidden = !isChosen;
  button.disabled = isBusy || !way || !isChosen;
  button.classList.toggle("busy", isBusy);
  fill(button, isOthers ? _("Ganti orangnya") : ticket ? _("Daftarkan") : _("Cetak nomor"), " ", el("span", { class: "num" }, number), " ", el("kbd", {}, "Enter"));
  say(the("route-title"), issued && !isChosen ? (issued.isOld ? _("Nomor hari ini") : _("Nomor baru")) : _("Rute pasien ini"));
  const shown = [
    ...(issued ? theNumber(issued, tools) : []),
    ...(isChosen && way ? route(way, page, page.counters.map((one) => one.code)) : []),
  ];
  const hint = el("p", { class: "quiet" }, _("Pilih pasien, dan rutenya tampil di sini sebelum nomor dicetak."));
  fill(the("route"), ...(shown.length ? shown : [hint]));
}

function theNumber({ visit, name, first }: Issued, { print, nextOfFamily, correct, cancel }: Tools): HTMLElement[] {
  const tool = (id: string, label: string, act: () => void, key = ""): HTMLElement =>
    el("button", { type: "button", class: "btn small", id, click: act }, label, key && " ", key && el("kbd", {}, key));
  return [
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
      tool("next-of-family", _("Daftarkan anggota keluarga"), nextOfFamily, "F6"),
      !visit.outcome && visit.patient && tool("wrong-person", _("Salah orang"), () => correct(visit)),
      !visit.outcome && tool("cancel-number", _("Batalkan nomor"), () => cancel(visit)),
    ),
  ];
}
