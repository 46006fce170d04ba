// The rulebook: its picture, a patient to try, what an edit would change, and its publication.

import { get, press } from "../parts/api";
import { type Explained, type Labels, route } from "../parts/desk/route";
import { el, fill, given, keepingFocus, say, the } from "../parts/dom";
import { FactsForm } from "../parts/facts";
import { calm, complain } from "../parts/message";
import { type Drawn, type Line, picture } from "../parts/picture";
import type { Facts, Question } from "../parts/shapes";
import { _, clock, day } from "../parts/words";

interface Page extends Labels {
  zone: string;
  digest: string;
  nodes: Drawn[];
  edges: Line[];
  questions: Question[];
  asks_arrival: boolean;
  may_publish: boolean;
}

interface Finding {
  code: string;
  place: string;
  said: string;
  example: string | null;
  facts: Facts | null;
  on: string | null;
}

interface Change {
  part: string;
  who: string | null;
  before: string;
  after: string;
}

interface State {
  current: { digest: string; name: string; published_at: string | null; published_by: string | null };
  draft: { digest: string | null; state: "same" | "ready" | "broken"; seen_at: string; findings: Finding[]; cases: string[]; changes: Change[] };
  history: { digest: string; at: string; by: string; note: string }[];
}

const LOOK_MS = 4_000; // the server looks at the folder every two seconds

const page = given<Page>("page");
const birth = the<HTMLInputElement>("birth");
const arrived = document.getElementById("arrived") as HTMLInputElement | null;
let shown = "";

/** The day in the facility's zone, and the time. */
const when = (at: string): string => {
  const local = new Intl.DateTimeFormat("sv-SE", { timeZone: page.zone }).format(new Date(at));
  return `${day(local)} ${clock(at, page.zone)}`;
};

// Trying a patient

const form = new FactsForm(the("facts"), page.questions, ["age_group"], () => void ask());

function facts(): Facts {
  const found: Facts = { ...form.given };
  if (birth.value) found["birth_date"] = birth.value;
  if (arrived?.value) found["arrived"] = arrived.value;
  return found;
}

async function ask(): Promise<void> {
  try {
    const way = await press<Explained>("POST", "routes", { facts: facts() });
    calm();
    fill(the("route"), ...route(way, page, []));
  } catch (error) {
    complain(error);
  }
}

function tryOut(finding: Finding): void {
  const told: Facts = { ...(finding.facts || {}) };
  birth.value = String(told["birth_date"] || "");
  if (arrived) arrived.value = String(told["arrived"] || "");
  delete told["birth_date"];
  delete told["arrived"];
  form.set(told);
  the("coba").scrollIntoView();
  void ask();
}

// The edited rules

function draw(state: State): void {
  const { current, draft } = state;
  say(the("in-force"), current.published_at ? _("berlaku sejak {when}", { when: when(current.published_at) }) : "");
  const box = the("draft");
  box.hidden = draft.state === "same";
  const key = JSON.stringify([draft.state, draft.digest, draft.findings, draft.changes, draft.cases]);
  if (key !== shown) {
    shown = key;
    const typed = box.querySelector<HTMLInputElement>("#note")?.value || "";
    keepingFocus(() => fill(box, ...(draft.state === "broken" ? broken(draft.findings) : ready(state))));
    const note = box.querySelector<HTMLInputElement>("#note");
    if (note) note.value = typed;
  }
  fill(the("history"), ...state.history.map((one) => el("li", {}, `${when(one.at)} · ${one.by}${one.note ? ` · ${one.note}` : ""} `, el("code", {}, one.digest))));
  if (state.history.length === 0) fill(the("history"), el("li", {}, _("Belum pernah diubah sejak dipasang.")));
}

function broken(findings: Finding[]): HTMLElement[] {
  return [
    el("h2", {}, _("Folder aturan belum benar")),
    el("p", {}, _("Yang berlaku tetap aturan yang lama. {count} temuan:", { count: findings.length })),
    el("ul", {}, ...findings.map((one) =>
      el("li", { "data-code": one.code }, el("span", { class: "place" }, one.place), " ", one.said,
        one.example ? el("small", {}, _("misalnya: {example}", { example: one.example })) : null,
        one.facts ? el("button", { class: "btn small", type: "button", click: () => tryOut(one) }, _("Coba pasien ini")) : null))),
  ];
}

function ready({ draft }: State): HTMLElement[] {
  return [
    el("h2", {}, _("Aturan baru siap diterbitkan")),
    el("p", {}, _("Sudah terbukti lengkap. Yang sudah di dalam tetap memakai aturan lama sampai pulang.")),
    el("ul", {}, ...draft.changes.map((one) =>
      el("li", { class: "change" }, el("b", {}, one.part), one.who ? `: ${one.who}` : "", el("small", {}, `${one.before} → ${one.after}`)))),
    ...(draft.changes.length === 0 ? [el("p", {}, _("Tidak ada pasien yang berubah rutenya."))] : []),
    ...(draft.cases.length > 0 ? [el("p", { class: "note alarm" }, _("{count} contoh kasus tidak cocok lagi:", { count: draft.cases.length }), ...draft.cases.map((one) => el("small", {}, one)))] : []),
    page.may_publish ? publishing(draft.digest || "") : el("p", { class: "quiet" }, _("Yang boleh menerbitkan: admin.")),
  ];
}

function publishing(digest: string): HTMLElement {
  const note = el("input", { id: "note", type: "text", maxlength: 200, placeholder: _("Mengapa diubah? (untuk riwayat)"), "aria-label": _("Mengapa diubah? (untuk riwayat)") });
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await press<State>("POST", "rulebook/publications", { digest, note: note.value.trim() });
      window.location.reload();
    } catch (error) {
      complain(error);
    }
  };
  return el("form", { submit: (event: Event) => void send(event) }, note, el("button", { class: "btn main", id: "publish", type: "submit" }, _("Terbitkan")));
}

async function look(): Promise<void> {
  if (document.hidden) return;
  try {
    draw(await get<State>("rulebook"));
  } catch (error) {
    complain(error);
  }
}

fill(the("picture"), picture(page.nodes, page.edges));
for (const input of [birth, arrived]) input?.addEventListener("input", () => void ask());
the("questions").addEventListener("submit", (event) => event.preventDefault());
form.set({});
void ask();
void look();
window.setInterval(() => void look(), LOOK_MS);
