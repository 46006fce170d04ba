// What the server sends: the payloads of the boards, of the sockets and of the API, as the screens use them.

export interface Both {
  id: string;
  en: string;
}

export interface Head {
  facility: Both;
  zone: string;
  day: string | null;
  day_open: boolean;
  position: number;
}

// The waiting room

export interface BoardNow {
  ticket: string;
  beside: string[];
  desk: string;
  status: "called" | "serving";
}

export interface BoardStation {
  name: Both;
  cluster: string;
  open: boolean;
  paused: boolean;
  now: BoardNow[];
  waiting: { ticket: string; busy: boolean }[];
  count: number;
}

export interface Call {
  position: number;
  at: string;
  ticket: string;
  beside: string[];
  station: string;
  name: Both;
  desk: string;
  calls: number;
  said: Said[];
}

/** A call in the words of one language. */
export interface Said {
  language: string;
  text: string;
}

export interface Board extends Head {
  code: string;
  title: Both;
  stations: Record<string, BoardStation>;
  calls: Call[];
}

// The whole building

/** Somebody on a list, and since when; `busy` can't be called just now. */
export interface Somebody {
  ticket: string;
  since: string | null;
  busy?: boolean;
}

export interface BuildingDesk {
  desk: string;
  open: boolean;
  paused: string | null;
  ticket: string | null;
  status: "called" | "serving" | null;
  since: string | null;
}

export interface BuildingStation {
  name: Both;
  cluster: string;
  /** `unstaffed`: somebody waits and no desk works; `free`: somebody waits and a desk has nobody; `paused`: all have a break. */
  state: "closed" | "paused" | "unstaffed" | "free" | "idle" | "busy";
  in_hours: boolean;
  desks: BuildingDesk[];
  waiting: Somebody[];
  target_minutes: number | null;
  held: Somebody[];
  absent: Somebody[];
}

export interface Building extends Head {
  inside: number;
  stations: Record<string, BuildingStation>;
}

// Staff at a station

export type FactValue = string | number | boolean;
export type Facts = Record<string, FactValue>;

export interface Planned {
  station: string;
  name: Both;
  because: Both;
  if_ordered: boolean;
}

/** What takes longer than the `minutes` that the station's rule allows. */
export interface Alert {
  kind: "long_wait" | "long_service" | "long_hold";
  minutes: number;
}

/** The others of a visit's family who are inside. */
export interface Family {
  together: boolean;
  others: { visit: string; ticket: string }[];
}

export interface Row {
  visit: string;
  ticket: string;
  stop: number;
  status: string;
  priority: string;
  priority_label: Both;
  flags: { code: string; label: Both }[];
  bands: Both[];
  cluster: string;
  registered: boolean;
  age_years: number | null;
  facts: Facts;
  review: boolean;
  because: Both;
  note: string;
  for_desk: string | null;
  family: Family | null;
  since: string | null;
  called_at: string | null;
  absent_at: string | null;
  started_at: string | null;
  calls: number;
  alert: Alert | null;
  next: Planned[];
  why?: Both;
  busy?: boolean;
  expected_at?: string | null;
}

/** Somebody who was finished at a station, by the number that they had then. */
export interface Served {
  visit: string;
  ticket: string;
  at: string;
}

/** What was done last to a visit at a station, and can be taken back. */
export interface Undoable {
  visit: string;
  ticket: string;
  position: number;
  action: Both;
  at: string;
  desk: string | null;
}


export interface Queue extends Head {
  code: string;
  name: Both;
  cluster: string;
  desks: Record<string, { open: boolean; paused: string | null; visit: Row | null; next: string | null }>;
  waiting: Row[];
  count: number;
  held: Row[];
  absent: Row[];
  served: Served[];
  undoable: Undoable[];
}

// One visit

export interface TicketStop {
  station: string;
  name: Both;
  cluster: string;
  status: string;
  desk: string | null;
  ahead: number | null;
  wait_minutes: [number, number] | null;
  waiting_list: number | null;
  waits_in: Both | null;
  if_ordered: boolean;
  at: string | null;
}

export interface Ticket extends Head {
  ticket: string;
  outcome: string | null;
  notices: Both[];
  beside: string[];
  stops: TicketStop[];
}

// The API

export interface Patient {
  id: string;
  name: string;
  birth_date: string;
  sex: string;
  nik: string | null;
  bpjs: string | null;
  record: string | null;
  phone: string | null;
  address: string | null;
}

/** `today`: inside by this visit already, or expected by it. */
export interface FoundPatient extends Patient {
  today: { visit: string; name: string; status: "inside" | "expected" } | null;
}

export interface Booking {
  visit: string;
  name: string;
  code: string;
  slot: string | null;
  status: "expected" | "arrived" | "cancelled" | "missed";
  person: string | null;
}

export interface Bookings {
  day: string;
  slots: { slot: string; left: number | null }[];
  bookings: Booking[];
}

export interface BookedDay extends Omit<Booking, "person"> {
  day: string;
}

export interface BookedSlot {
  day: string;
  slot: string | null;
  on_time_until: string | null;
  service: Both | null;
  room: Both | null;
  code: string;
}

export interface BookingSlip extends BookedSlot {
  following: BookedSlot[];
}

export interface VisitStop {
  station: string;
  status: string;
  origin: string;
  orders: { code: string; label: Both }[];
}

export interface Visit {
  id: string;
  patient: string | null;
  ticket: string | null;
  name: string;
  outcome: string | null;
  notices: Both[];
  stops: VisitStop[];
}

export interface StoryLine {
  day: string;
  at: string;
  who: string;
  topic: string;
  said: string;
  undone: boolean;
}

export interface Story {
  ticket: string;
  zone: string;
  note: string | null;
  lines: StoryLine[];
}

// What the page itself brings

export interface Question {
  name: string;
  kind: "date" | "flag" | "number" | "choice";
  label: string;
  choices: { value: string; label: string; only_if: OnlyIf }[];
  low: number | null;
  high: number | null;
  default: FactValue | null;
  only_if: OnlyIf;
}

/** For whom something is asked: these values of other facts, where they are known. */
export type OnlyIf = Record<string, unknown[]>;
