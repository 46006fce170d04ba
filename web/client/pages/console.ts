// A station's console: one big button that does the next sensible thing, and who waits in which order, and why.

import { Refusal, get, press } from "../parts/api";
import { badge, badgesOf } from "../parts/badges";
import { Desks } from "../parts/desks";
import { answers, ask, isAsking, shut } from "../parts/dialog";
import { el, fill, freeSpaceBar, given, isTyping, keepingFocus, say, the } from "../parts/dom";
import { FactsForm } from "../parts/facts";
import { calm, complain } from "../parts/message";
import { eachSecond, now, runClock } from "../parts/now";
import type { Facts, Patient, Question, Queue, Row } from "../parts/shapes";
import { status } from "../parts/status";
import { watch } from "../parts/watch";
import { _, minutes, minutesSince, pick, stopwatch } from "../parts/words";

interface Page {
  code: string;
  zone: string;
  registers: boolean;
  desks: string[];
  orders: { order: string; label: string; because: string; review: boolean; last: boolean }[];
  outcomes: { value: string; label: string }[];
  stations: { code: string; name: string; cluster: string }[];
  questions: Question[];
}

interface Action {
  id: string;
  label: string;
  key: string;
  act: () => void;
  kind?: string;
}

const SETTLE_MS = 1_500; // after an answer its change is on the way; a second press meanwhile would meet another state
const PARTS = ["held", "absent"] as const;

const page = given<Page>("page");
const desks = new Desks(page.code, page.desks, () => draw(), complain);
let queue: Queue | null = null;
let isBusy = false;
let settling = 0;
let patient: { visit: string; isAsked: boolean; known: Patient | null } | null = null;
let finishing = fresh();

/** What is ticked for the end of this visit's service. `review` null: as the rules say. */
function fresh(visit = ""): { visit: string; orders: Set<string>; review: boolean | null; outcome: string } {
  return { visit, orders: new Set(), review: null, outcome: "" };
}

const mine = (): Row | null => (queue && desks.desk ? queue.desks[desks.desk]?.visit || null : null);

// Commands

async function attempt(work: () => Promise<unknown>): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  calm();
  draw();
  try {
    await work();
    window.clearTimeout(settling);
    settling = window.setTimeout(settled, SETTLE_MS);
  } catch (error) {
    complain(error);
    settled();
  }
}

function settled(): void {
  window.clearTimeout(settling);
  isBusy = false;
  draw();
}

const about = (row: Row, what: string, body: object = {}): Promise<unknown> =>
  press("POST", `visits/${row.visit}/${what}`, { station: page.code, ...body });

const call = (visit?: string): Promise<unknown> =>
  press("POST", `stations/${page.code}/calls`, visit ? { desk: desks.desk, visit } : { desk: desks.desk });

function finish(row: Row): Promise<unknown> {
  const { orders, review, outcome } = finishing;
  return about(row, "finishes", {
    orders: Array.from(orders),
    ...(review === null ? {} : { review }),
    ...(outcome ? { outcome } : {}),
  });
}

async function finishAndCall(row: Row): Promise<void> {
  await finish(row);
  try {
    await call();
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 409)) throw error; // nobody waits: nothing is wrong
  }
}

// What the big button does now

function mainAction(row: Row | null): Action | null {
  const desk = desks.desk;
  if (!queue || !desk) return null;
  if (!queue.day_open) return main("open-day", _("Buka hari layanan"), () => void attempt(() => press("POST", "day/opening")));
  if (!desks.isOpen) return main("open-desk", _("Buka meja {desk}", { desk }), () => void desks.take(desk));
  if (!row) return main("call-next", _("Panggil berikutnya"), () => void attempt(() => call()));
  if (row.status === "called") return main("start", _("Mulai"), () => void attempt(() => about(row, "starts")));
  return main("finish-and-call", _("Selesai & panggil berikutnya"), () => void attempt(() => finishAndCall(row)));
}

const main = (id: string, label: string, act: () => void): Action => ({ id, label, key: " ", act, kind: "main" });

function otherActions(row: Row | null): Action[] {
  if (!row) return [];
  const called = row.status === "called";
  const list: (Action | false)[] = [
    called && { id: "recall", label: _("Panggil ulang"), key: "u", act: () => void attempt(() => about(row, "recalls")) },
    called && { id: "absent-button", label: _("Tidak hadir"), key: "h", act: () => void attempt(() => about(row, "absences")) },
    !called && { id: "finish", label: _("Selesai saja"), key: "s", act: () => void attempt(() => finish(row)) },
    { id: "hold", label: _("Tahan"), key: "t", act: () => void attempt(() => about(row, "hold")) },
    { id: "transfer", label: _("Pindahkan"), key: "p", act: () => askWhere(row) },
    { id: "facts", label: _("Data rute"), key: "d", act: () => askFacts(row) },
  ];
  return list.filter((one): one is Action => Boolean(one));
}

// Dialogs

function askWhere(row: Row): void {
  const choices = page.stations.map(({ code, name, cluster }) => ({
    key: code,
    label: name,
    badge: cluster,
    act: () => void attempt(() => about(row, "transfers", { to: code })),
  }));
  ask(_("Pindahkan {ticket} ke mana?", { ticket: row.ticket }), answers(choices));
}

function askFacts(row: Row): void {
  const place = el("div", { class: "questions" });
  const form = new FactsForm(place, page.questions, "sex" in row.facts ? ["age_group", "sex"] : ["age_group"], () => undefined);
  form.set(row.facts);
  const save = el("button", { type: "button", class: "btn main", id: "save-facts" }, _("Simpan, atur ulang rute"));
  save.addEventListener("click", () => {
    shut();
    void attempt(() => press("PATCH", `visits/${row.visit}/facts`, { facts: changed(row.facts, form.given) }));
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

function askMore(row: Row): void {
  const choices = [
    { key: "transfer", label: _("Pindahkan"), act: () => askWhere(row) },
    { key: "facts", label: _("Data rute"), act: () => askFacts(row) },
    row.status === "waiting" && { key: "hold", label: _("Tahan"), act: () => void attempt(() => about(row, "hold")) },
    { key: "depart", label: _("Akhiri kunjungan"), act: () => askOutcome(row) },
  ];
  ask(row.ticket, answers(choices.filter((one): one is Exclude<typeof one, false> => Boolean(one))));
}

function askOutcome(row: Row): void {
  const choices = page.outcomes.map(({ value, label }) => ({
    key: value,
    label,
    act: () => void attempt(() => press("POST", `visits/${row.visit}/departures`, { outcome: value })),
  }));
  ask(_("Bagaimana kunjungan {ticket} berakhir?", { ticket: row.ticket }), answers(choices));
}

// Drawing

function draw(): void {
  if (!queue) return;
  const row = mine();
  if (finishing.visit !== (row?.visit || "")) finishing = fresh(row?.visit);
  if (row) void lookUp(row);
  desks.show(queue);
  say(the("spoken"), row ? `${row.ticket}: ${row.status === "called" ? _("dipanggil") : _("sedang dilayani")}` : idleWords());
  keepingFocus(() => {
    drawNow(row);
    drawActions(row);
    drawLists();
  });
}

function drawNow(row: Row | null): void {
  const card = the("now");
  card.className = `card ${row ? row.status : "free"}`;
  card.dataset["visit"] = row?.visit || "";
  if (!row) {
    fill(card, el("p", { class: "idle" }, idleWords()));
    return;
  }
  const serving = row.status === "serving";
  const since = serving ? row.started_at : row.called_at;
  const name = patient?.visit === row.visit ? patient.known : null;
  fill(
    card,
    el("p", { class: "t", id: "status", "data-status": row.status }, serving ? _("Sedang dilayani") : _("Dipanggil, ke-{count}", { count: row.calls })),
    el("p", { class: "timer num", id: "timer", "data-since": since }),
    el("p", { class: "ticket num", id: "ticket" }, row.ticket),
    name && el("p", { class: "name", id: "patient-name" }, name.name, name.record ? el("small", {}, `RM ${name.record}`) : null),
    el("p", { class: "facts" }, ...badgesOf(row)),
    el("p", { class: "because" }, pick(row.because), row.note ? ` · ${row.note}` : ""),
    page.registers && !row.registered && el("a", { class: "btn", id: "register", href: `/loket?kunjungan=${row.visit}` }, _("Daftarkan")),
    serving && drawFinish(row),
  );
  tick();
}

function idleWords(): string {
  if (!queue?.day_open) return _("Hari layanan belum dibuka.");
  if (!desks.desk) return _("Pilih meja Anda di atas.");
  if (!desks.isOpen) return _("Meja {desk} tutup.", { desk: desks.desk });
  return callable() ? _("Meja siap. Tekan Spasi untuk memanggil.") : _("Tidak ada yang menunggu.");
}

const callable = (): boolean => Boolean(queue?.waiting.some((row) => !row.busy));

function drawFinish(row: Row): HTMLElement {
  const chips = page.orders.map(({ order, label, because }, n) =>
    el(
      "button",
      {
        type: "button",
        class: finishing.orders.has(order) ? "chip on" : "chip",
        title: because,
        "aria-pressed": String(finishing.orders.has(order)),
        "data-order": order,
        "data-focus": `order-${order}`,
        click: () => toggle(order),
      },
      label,
      n < 9 && el("kbd", {}, String(n + 1)),
    ),
  );
  return el(
    "div",
    { class: "finish" },
    page.orders.length > 0 && el("div", { class: "chips", role: "group", "aria-label": _("Permintaan") }, ...chips),
    el("div", { class: "end" }, finishing.orders.size > 0 && reviewBox(), outcomeBox()),
    el("p", { class: "next" }, _("Setelah selesai: "), el("b", {}, wayOn(row))),
  );
}

function toggle(order: string): void {
  if (!finishing.orders.delete(order)) finishing.orders.add(order);
  finishing.review = null;
  draw();
}

const asTheRulesSay = (): boolean => page.orders.some((one) => one.review && finishing.orders.has(one.order));

function reviewBox(): HTMLElement {
  const isOn = finishing.review ?? asTheRulesSay();
  const box = el("input", { type: "checkbox", id: "review", "data-focus": "review" });
  box.checked = isOn;
  box.addEventListener("change", () => {
    finishing.review = box.checked;
    draw();
  });
  return el("label", { class: "check" }, box, _("kembali ke sini dengan hasil"));
}

function outcomeBox(): HTMLElement {
  const select = el(
    "select",
    { id: "outcome", "data-focus": "outcome" },
    el("option", { value: "" }, _("menurut rute")),
    ...page.outcomes.map(({ value, label }) => el("option", { value, selected: finishing.outcome === value }, label)),
  );
  select.addEventListener("change", () => {
    finishing.outcome = select.value;
    draw();
  });
  return el("label", { class: "outcome" }, _("Cara pulang"), select);
}

/** The likely way: what is ordered, back here, what was planned, home. */
function wayOn(row: Row): string {
  const ordered = page.orders.filter((one) => finishing.orders.has(one.order));
  const review = finishing.orders.size > 0 && (finishing.review ?? asTheRulesSay());
  const planned = row.next.filter((stop) => !stop.if_ordered).map((stop) => pick(stop.name));
  const end = page.outcomes.find((one) => one.value === (finishing.outcome || "pulang"));
  const now = ordered.filter((one) => !one.last).map((one) => one.label);
  const last = ordered.filter((one) => one.last).map((one) => one.label);
  return [...now, ...(review ? [_("kembali ke sini")] : []), ...planned, ...last, end?.label || ""].filter(Boolean).join(" → ");
}

function drawActions(row: Row | null): void {
  const first = mainAction(row);
  const rest = otherActions(row);
  fill(the("actions"), ...(first ? [first, ...rest] : rest).map(actionButton));
}

function actionButton(action: Action): HTMLElement {
  const isIdle = action.id === "call-next" && !callable();
  return el(
    "button",
    {
      id: action.id,
      type: "button",
      class: `btn ${action.kind || ""}${isBusy ? " busy" : ""}`,
      disabled: isBusy || isIdle,
      click: action.act,
    },
    el("span", {}, action.label),
    el("kbd", {}, action.key === " " ? _("Spasi") : action.key.toUpperCase()),
  );
}

function drawLists(): void {
  if (!queue) return;
  say(the("waiting-count"), String(queue.waiting.length));
  const longest = Math.max(0, ...queue.waiting.map((row) => minutesSince(row.since, now())));
  say(the("waiting-note"), queue.waiting.length ? _("terlama {time}", { time: minutes(longest) }) : "");
  fill(the("waiting"), ...queue.waiting.map((row) => listed(row, [])));
  for (const part of PARTS) {
    the(`${part}-part`).hidden = queue[part].length === 0;
    fill(the(part), ...queue[part].map((row) => listed(row, [backButton(row, part)])));
  }
}

function backButton(row: Row, part: "held" | "absent"): HTMLElement {
  const back = part === "held"
    ? () => press("DELETE", `visits/${row.visit}/hold`, { station: page.code })
    : () => about(row, "returns");
  return small(part === "held" ? _("Lanjutkan") : _("Masukkan lagi"), `back-${row.visit}`, () => void attempt(back));
}

function listed(row: Row, extra: HTMLElement[]): HTMLElement {
  const free = desks.isOpen && !mine() && !row.busy && !isBusy;
  return el(
    "li",
    { class: row.busy ? "busy" : "", "data-visit": row.visit, "data-ticket": row.ticket },
    el("span", { class: "num" }, row.ticket),
    el("span", { class: "tags" }, ...(row.busy ? [badge(_("sedang di tempat lain"))] : badgesOf(row))),
    el("span", { class: "waited" }, minutes(minutesSince(row.since, now()))),
    el("span", { class: "why" }, pick(row.why || row.because)),
    el(
      "span",
      { class: "tools" },
      ...extra,
      free && small(_("Panggil"), `call-${row.visit}`, () => void attempt(() => call(row.visit))),
      small("⋯", `more-${row.visit}`, () => askMore(row), _("Lainnya untuk {ticket}", { ticket: row.ticket })),
    ),
  );
}

const small = (label: string, mark: string, click: () => void, name = ""): HTMLElement =>
  el("button", { type: "button", class: "btn small", "data-focus": mark, "aria-label": name || null, click }, label);

// The patient at this desk: the identity comes by request, to signed-in staff, never over the sockets.

async function lookUp(row: Row): Promise<void> {
  if (patient?.visit === row.visit && (patient.isAsked || !row.registered)) return;
  const asked = (patient = { visit: row.visit, isAsked: row.registered, known: null as Patient | null });
  if (!row.registered) return;
  try {
    asked.known = await get<Patient>(`visits/${row.visit}/patient`);
    if (mine()?.visit === row.visit) keepingFocus(() => drawNow(mine()));
  } catch {
    // Nobody has said who it is, or this role may not know: the ticket is enough to work with.
  }
}

// Keys and ticks

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || isAsking() || isTyping(event.target)) return;
  const onButton = (event.target as Element).matches("button, a, input, label");
  if (event.key === " " && onButton) return;
  const row = mine();
  const first = mainAction(row);
  const action = [...(first ? [first] : []), ...otherActions(row)].find((one) => one.key === event.key.toLowerCase());
  const order = /^[1-9]$/.test(event.key) && row?.status === "serving" ? page.orders[Number(event.key) - 1] : undefined;
  if (!action && !order) return;
  event.preventDefault();
  if (order) toggle(order.order);
  else if (action && !the<HTMLButtonElement>(action.id).disabled) action.act();
});

function tick(): void {
  const timer = document.getElementById("timer");
  const since = timer?.dataset["since"];
  if (timer && since) say(timer, stopwatch(since, now()));
}

let minute = 0;
eachSecond(() => {
  tick();
  const current = Math.floor(now() / 60_000);
  if (current !== minute && queue) keepingFocus(drawLists);
  minute = current;
});

freeSpaceBar();
runClock(page.zone);
watch<Queue>({
  screen: "queue",
  code: page.code,
  show: (state) => {
    queue = state;
    settled();
  },
  line: status(page.zone),
  refused: (problem) => complain(new Refusal(typeof problem.detail === "string" ? problem.detail : pick(problem.detail), 403)),
});
