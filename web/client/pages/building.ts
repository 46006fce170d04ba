// The live floor: the whole building on one page. Where everybody is, who has waited too long, which room is idle.

import { Refusal } from "../parts/api";
import { Glance, type Seen } from "../parts/building/glance";
import { station, who } from "../parts/building/station";
import { type Found, whereIs } from "../parts/building/where";
import { whyClosed } from "../parts/day";
import { show } from "../parts/dialog";
import { el, fill, given, keepingFocus, say, the } from "../parts/dom";
import { calm, complain } from "../parts/message";
import { eachMinute, eachSecond, runClock } from "../parts/now";
import type { Building, BuildingStation } from "../parts/shapes";
import { status } from "../parts/status";
import { watch } from "../parts/watch";
import { _, pick } from "../parts/words";

interface Page {
  facility: string;
  zone: string;
  stations: string[];
  clusters: Record<string, string>;
  may_ask: boolean;
}

const page = given<Page>("page");
const glance = new Glance();
let shown: Building | null = null;
let found: Found | null = null;

function draw(): void {
  if (!shown) return;
  const building = shown;
  const codes = page.stations.filter((code) => building.stations[code]);
  const seen = codes.map((code) => glance.at(code, building.stations[code]!));
  say(the("inside"), _("{count} pasien di dalam", { count: building.inside }));
  the("closed").hidden = building.day_open;
  say(the("closed"), whyClosed(building));
  keepingFocus(() => {
    drawEye(seen);
    fill(the("stations"), ...seen.map((one) => station(one, found ? found.ticket : "", meaning(one.station), open)));
  });
}

/** What somebody should go and see, the worst first. */
function drawEye(seen: Seen[]): void {
  const calling = seen.filter((one) => one.rank > 0).sort((a, b) => b.rank - a.rank || b.longest - a.longest);
  the("eye").hidden = calling.length === 0;
  const chips = calling.map((one) =>
    el(
      "button",
      { type: "button", class: `btn small ${one.kind}`, "data-focus": `eye-${one.code}`, "data-eye": one.code, click: () => open(one.code) },
      el("b", {}, pick(one.station.name)),
      `${_("{count} menunggu", { count: one.station.waiting.length })}, ${one.words}`,
    ),
  );
  fill(the("eye"), el("span", { class: "label" }, _("Perlu dilihat")), ...chips);
}

/** All numbers of one station, and since when. */
function open(code: string): void {
  const state = shown?.stations[code];
  if (state) show(pick(state.name), el("div", {}, el("p", { class: "quiet" }, `${state.cluster} · ${meaning(state)}`), who(state, page.zone)));
}

const meaning = (state: BuildingStation): string => page.clusters[state.cluster] || state.cluster;

async function find(): Promise<void> {
  calm();
  const written = the<HTMLInputElement>("number").value.trim();
  try {
    found = written && shown ? await whereIs(written, shown, page) : null;
  } catch (error) {
    found = null;
    complain(error);
  }
  the("found").hidden = found === null;
  say(the("found"), found ? found.words : "");
  draw();
}

async function seek(): Promise<void> {
  await find();
  const card = document.querySelector("#stations .sought");
  if (card) card.scrollIntoView({ block: "nearest" });
}

the("find").addEventListener("submit", (event) => {
  event.preventDefault();
  void seek();
});
the("number").addEventListener("input", () => the<HTMLInputElement>("number").value || void find());

runClock(page.zone);
eachSecond(() => glance.ripened() && draw());
eachMinute(draw);
watch<Building>({
  screen: "building",
  code: page.facility,
  merge: (known, part) => ({ ...known, ...part, stations: { ...known.stations, ...(part.stations || {}) } }),
  show: (building) => {
    shown = building;
    draw();
    if (found && found.isHere) void find(); // whoever is looked for is followed
  },
  line: status(page.zone),
  refused: (problem) => complain(new Refusal(typeof problem.detail === "string" ? problem.detail : pick(problem.detail), 403)),
});
