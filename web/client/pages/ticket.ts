// The patient's phone: the number, where to go now, how many are ahead.

import { numberClass } from "../parts/badges";
import { Bell } from "../parts/bell";
import { el, fill, given, say, the } from "../parts/dom";
import type { Ticket, TicketStop } from "../parts/shapes";
import { status } from "../parts/status";
import { watch } from "../parts/watch";
import { _, clock, pick } from "../parts/words";

interface Page {
  visit: string;
  zone: string;
  outcomes: Record<string, string>;
}

const page = given<Page>("page");
const HERE = ["called", "serving", "waiting", "held", "absent"]; // what matters most to the patient comes first
const MARKS: Record<string, string> = { done: "✓", planned: "○" };
const bell = new Bell(window.location.pathname);
let status_before = "";

function show(ticket: Ticket): void {
  const now = current(ticket);
  say(the("number"), ticket.ticket);
  the("number").className = numberClass(ticket.ticket);
  the("me").dataset["status"] = ticket.outcome ? "over" : now ? now.status : "";
  const [where, why] = ticket.outcome ? over(ticket.outcome) : now ? words(now) : [_("Tunggu sebentar"), ""];
  say(the("where"), where);
  say(the("why"), why);
  say(the("stay"), now?.waits_in && !ticket.outcome ? _("Tunggu di {place}", { place: pick(now.waits_in) }) : "");
  say(the("family"), ticket.beside.length ? _("Dipanggil bersama {numbers}", { numbers: ticket.beside.join(", ") }) : "");
  fill(the("stops"), ...ticket.stops.map((stop) => line(stop, stop === now)));
  fill(the("notices"), ...ticket.notices.map((notice) => el("li", { class: "note warn" }, pick(notice))));
  say(the("wait"), now && !ticket.outcome ? waitWords(now) : "");
  the("bell").hidden = ticket.outcome !== null;
  if (now?.status === "called" && status_before !== "called" && status_before) bell.ring(`${ticket.ticket} · ${where} ${why}`);
  if (now?.status !== "called") bell.stop();
  status_before = now ? now.status : "none";
}

const current = (ticket: Ticket): TicketStop | undefined =>
  HERE.map((wanted) => ticket.stops.filter((stop) => stop.status === wanted))
    .map((found) => found.sort((a, b) => (a.ahead ?? 0) - (b.ahead ?? 0))[0])
    .find(Boolean);

function words(stop: TicketStop): [string, string] {
  const place = pick(stop.name);
  const desk = stop.desk ? `${place}, ${_("meja")} ${stop.desk}` : place;
  if (stop.status === "called") return [_("Giliran Anda. Silakan menuju"), desk];
  if (stop.status === "serving") return [_("Sedang dilayani"), desk];
  if (stop.status === "held") return [_("Tunggu sebentar, petugas akan memanggil lagi"), place];
  if (stop.status === "absent") return [_("Anda sudah dipanggil. Temui petugas"), place];
  if (stop.waiting_list) return [_("Daftar tunggu nomor {number}", { number: stop.waiting_list }), place];
  if (stop.ahead === 0) return [_("Anda berikutnya"), place];
  return [_("{count} orang lagi sebelum Anda", { count: stop.ahead ?? 0 }), place];
}

/** About so long, or nothing where nobody can know. */
function waitWords(stop: TicketStop): string {
  const [least, most] = stop.wait_minutes || [0, 0];
  if (!most) return "";
  return least ? _("kira-kira {least} sampai {most} menit", { least, most }) : _("kurang dari {most} menit", { most });
}

function over(outcome: string): [string, string] {
  return [_("Kunjungan selesai"), page.outcomes[outcome] || ""];
}

function line(stop: TicketStop, isNow: boolean): HTMLElement {
  const note = stop.at ? clock(stop.at, page.zone) : stop.if_ordered ? _("bila diminta dokter") : state(stop);
  return el(
    "li",
    { class: `${stop.status} ${stop.cluster.toLowerCase()}${isNow ? " here" : ""}`, "data-station": stop.station },
    el("i", { "aria-hidden": "true" }, MARKS[stop.status] || "●"),
    el("span", {}, el("b", {}, pick(stop.name)), el("small", {}, note)),
    stop.ahead !== null && el("span", { class: "ahead" }, stop.ahead === 0 ? _("berikutnya") : _("{count} di depan", { count: stop.ahead })),
  );
}

function state(stop: TicketStop): string {
  const said: Record<string, string> = {
    planned: _("nanti"),
    waiting: _("menunggu dipanggil"),
    called: _("dipanggil"),
    serving: _("sedang dilayani"),
    held: _("ditunda sebentar"),
    absent: _("dipanggil, belum datang"),
  };
  return said[stop.status] || "";
}

const line_status = status(page.zone);
watch<Ticket>({
  screen: "ticket",
  code: page.visit,
  show,
  line: line_status,
  refused: () => window.location.reload(), // the day is over: the page says so itself
});
