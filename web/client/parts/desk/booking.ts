// Booking a visit for the chosen patient: a day, a time, and how many days in a row.

import { get, press } from "../api";
import { ask, show, shut } from "../dialog";
import { el, fill, say } from "../dom";
import { now } from "../now";
import { putOutBooking, type Place as PrintingPlace } from "../paper";
import type { BookedDay, Bookings, Facts, Patient } from "../shapes";
import { _, day as dayWords } from "../words";
import { said, slotWords } from "./bookings";

const DAYS_MAX = 60;
const DAY_MS = 86_400_000;

interface Place extends PrintingPlace {
  today: string; // the facility's date
  booked: () => void;
}

interface Made {
  bookings: BookedDay[];
  refused: { day: string; detail: string }[];
}

export function askBooking(patient: Patient, facts: Facts, place: Place): void {
  const date = el("input", { type: "date", id: "booking-day", min: place.today, value: later(place.today, 1), required: true });
  const slot = el("select", { id: "booking-slot" });
  const count = el("input", { type: "number", id: "booking-count", min: 1, max: DAYS_MAX, value: 1 });
  const flaw = el("p", { class: "note alarm", role: "alert", id: "booking-flaw", hidden: true });
  const complain = (words: string): void => {
    say(flaw, words);
    flaw.hidden = !words;
  };
  const loadSlots = (): void => {
    if (date.value) void slots(date.value, slot).catch((error: unknown) => complain(said(error)));
  };
  const book = async (): Promise<void> => {
    complain("");
    const days = Array.from({ length: Number(count.value) || 1 }, (_none, n) => later(date.value, n));
    try {
      const body = { days, patient: patient.id, facts, channel: "loket", ...(slot.value ? { slot: slot.value } : {}) };
      const made = await press<Made>("POST", "bookings", body);
      done(patient, made, place);
    } catch (error) {
      complain(said(error));
      loadSlots();
    }
  };
  const form = el(
    "form",
    { class: "ask booking" },
    field(_("Tanggal"), date),
    field(_("Jam"), slot),
    field(_("Berapa hari berturut-turut"), count),
    el("button", { type: "submit", class: "btn main", id: "book-now" }, _("Buat janji")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void book();
  });
  date.addEventListener("change", loadSlots);
  ask(_("Janji untuk {name}", { name: patient.name }), form, flaw);
  loadSlots();
  date.focus();
}

/** The times of that day which are still free. */
async function slots(day: string, select: HTMLSelectElement): Promise<void> {
  const { slots: free } = await get<Bookings>(`bookings?day=${day}`);
  const options = free.map(({ slot, left }) => el("option", { value: slot, disabled: left === 0 }, [slotWords(slot), leftWords(left)].filter(Boolean).join(" · ")));
  fill(select, el("option", { value: "" }, _("Jam berapa saja")), ...options);
}

function leftWords(left: number | null): string {
  if (left === null) return "";
  return left === 0 ? _("penuh") : _("sisa {left}", { left });
}

/** What was booked, to be read out and printed; what could not be had, with the reason. */
function done(patient: Patient, { bookings, refused }: Made, place: Place): void {
  const made = bookings.map((one) =>
    el("li", {}, dayWords(one.day), " · ", slotWords(one.slot), " · ", el("b", { class: "num", "data-code": one.code }, one.code)),
  );
  const not = refused.map((one) => el("li", { class: "refused" }, one.detail));
  const paper = el("p", { class: "note alarm", role: "alert", id: "booking-paper", hidden: true });
  const print = (): void => {
    paper.hidden = true;
    putOutBooking(bookings[0]!.visit, place).catch((error: unknown) => { // without any booking the server refuses
      say(paper, said(error));
      paper.hidden = false;
    });
  };
  const button = el("button", { type: "button", class: "btn", id: "print-booking", click: print }, _("Cetak"));
  shut();
  place.booked();
  show(_("Janji {name} sudah dibuat", { name: patient.name }), el("div", {}, el("ul", { id: "booked", class: "booked" }, ...made, ...not), paper), button);
  button.focus();
}

function later(day: string, days: number): string {
  const start = Date.parse(day) || now();
  return new Date(start + days * DAY_MS).toISOString().slice(0, 10);
}

const field = (label: string, input: HTMLElement): HTMLElement => el("div", { class: "field" }, el("label", { for: input.id }, label), input);
