// Orders after the service: what was forgotten, and what is not needed any more.

import { Refusal, get, press } from "../api";
import { answers, ask, shut } from "../dialog";
import { el } from "../dom";
import { complain } from "../message";
import type { Visit, VisitStop } from "../shapes";
import { showStory } from "../story";
import { _, pick } from "../words";
import type { Work } from "./work";

/** Anybody whom a console can name. */
interface Somebody {
  visit: string;
  ticket: string;
}

const BY_PEOPLE = ["order", "review", "transfer"]; // what the rules planned changes with the facts
const NOT_BEGUN = ["planned", "waiting", "held", "absent"];

export function askServed(work: Work, one: Somebody): void {
  const choices = [
    { key: "add-order", label: _("Tambah permintaan"), act: () => askOrders(work, one) },
    { key: "cancel-order", label: _("Batalkan permintaan"), act: () => void askCancel(work, one) },
    { key: "story", label: _("Riwayat kunjungan"), act: () => void showStory(one.visit) },
  ];
  ask(one.ticket, answers(work.page.orders.length ? choices : choices.slice(1)));
}

function askOrders(work: Work, one: Somebody): void {
  const chosen = new Set<string>();
  const chip = ({ order, label, because }: Work["page"]["orders"][number]): HTMLElement => {
    const made = el("button", { type: "button", class: "chip", title: because, "aria-pressed": "false", "data-order": order }, label);
    made.addEventListener("click", () => {
      if (!chosen.delete(order)) chosen.add(order);
      made.classList.toggle("on", chosen.has(order));
      made.setAttribute("aria-pressed", String(chosen.has(order)));
    });
    return made;
  };
  const save = el("button", { type: "button", class: "btn main", id: "save-orders" }, _("Tambahkan"));
  save.addEventListener("click", () => {
    if (!chosen.size) return;
    shut();
    const body = { station: work.page.code, orders: Array.from(chosen) };
    void work.attempt(() => press("POST", `visits/${one.visit}/orders`, body));
  });
  const chips = el("div", { class: "chips", role: "group", "aria-label": _("Permintaan") }, ...work.page.orders.map(chip));
  ask(_("Apa yang ditambahkan untuk {ticket}?", { ticket: one.ticket }), chips, save);
}

export async function askCancel(work: Work, one: Somebody): Promise<void> {
  try {
    const stops = (await get<Visit>(`visits/${one.visit}`)).stops;
    const open = stops.filter((stop) => BY_PEOPLE.includes(stop.origin) && NOT_BEGUN.includes(stop.status));
    const codes = Array.from(new Set(open.map((stop) => stop.station)));
    if (!codes.length) throw new Refusal(_("{ticket} tidak punya permintaan yang belum dikerjakan.", { ticket: one.ticket }), 409);
    const choices: Parameters<typeof answers>[0] = [];
    const offer = (station: string, label: string, order?: string): void => {
      const cancel = (): void => void work.attempt(() => press("DELETE", `visits/${one.visit}/orders`, { station, ...(order ? { order } : {}) }));
      choices.push({ key: order ? `cancel-${station}-${order}` : `cancel-${station}`, label, act: cancel });
    };
    for (const code of codes) {
      const orders = ordersAt(code, open);
      if (orders.size < 2) offer(code, nameOf(work, code));
      else orders.forEach((label, order) => offer(code, label, order));
    }
    ask(_("Permintaan {ticket} yang mana dibatalkan?", { ticket: one.ticket }), answers(choices));
  } catch (error) {
    complain(error);
  }
}

/** The orders that lead to a station, by code; several may share one way there. */
function ordersAt(station: string, stops: VisitStop[]): Map<string, string> {
  const orders = new Map<string, string>();
  for (const stop of stops) if (stop.station === station) for (const { code, label } of stop.orders) orders.set(code, pick(label));
  return orders;
}

function nameOf(work: Work, code: string): string {
  return work.page.stations.find((one) => one.code === code)?.name || (code === work.page.code ? _("kembali ke sini") : code);
}
