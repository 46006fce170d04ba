// A station's console: one big button that does the next sensible thing, and who waits in which order, and why.

import { Refusal } from "../parts/api";
import { actions, drawActions } from "../parts/console/actions";
import { Card } from "../parts/console/card";
import { Finishing } from "../parts/console/finishing";
import { APART, drawLists, goTo } from "../parts/console/lists";
import { drawOtherRoom } from "../parts/console/rooms";
import { drawUndoable, undoLast } from "../parts/console/mistakes";
import { isPushed, offerTeaching } from "../parts/console/pushed";
import { listen, SEEK } from "../parts/console/seeking";
import { type Page, Work } from "../parts/console/work";
import { isAsking } from "../parts/dialog";
import { freeSpaceBar, given, isTyping, keepingFocus, the } from "../parts/dom";
import { complain } from "../parts/message";
import { eachMinute, eachSecond, runClock } from "../parts/now";
import { offerChangeOver } from "../parts/officer";
import type { Queue } from "../parts/shapes";
import { status } from "../parts/status";
import { watch } from "../parts/watch";
import { pick } from "../parts/words";

const page = given<Page>("page");
const work = new Work(page, draw);
const finishing = new Finishing(page, draw);
const card = new Card(work, finishing);

function draw(): void {
  if (!work.queue) return;
  finishing.of(work.desks.row);
  keepingFocus(() => {
    card.draw();
    drawActions(work, finishing);
    drawLists(work);
    drawUndoable(work);
    drawOtherRoom(work);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || isAsking() || isTyping(event.target)) return;
  const isOnButton = (event.target as Element).matches("button, a, input, label, summary");
  if (isPushed(event)) {
    event.preventDefault();
    return document.querySelector<HTMLButtonElement>("#actions .btn.main")?.click();
  }
  if (event.key === " " && isOnButton) return;
  if (event.key.toLowerCase() === "z" && !isOnButton) return undoLast(work);
  if (event.key.toLowerCase() === SEEK.key) {
    event.preventDefault();
    return the("seek").focus();
  }
  const apart = APART.find((one) => one.key === event.key.toLowerCase());
  if (apart) return goTo(apart.list);
  const action = actions(work, finishing).find((one) => one.key === event.key.toLowerCase());
  const order = work.desks.row?.status === "serving" ? finishing.byKey(event.key) : undefined;
  if (!action && !order) return;
  event.preventDefault();
  if (order) finishing.toggle(order);
  else if (action && !the<HTMLButtonElement>(action.id).disabled) action.act();
});

eachSecond(() => card.tick());
eachMinute(() => keepingFocus(() => drawLists(work)));
freeSpaceBar();
offerTeaching();
listen(work.seeking);
offerChangeOver(() => [...document.querySelectorAll<HTMLInputElement>("#now input:not([type=checkbox])")].some((input) => input.value !== ""));
runClock(page.zone);
const watching = watch<Queue>({
  screen: "queue",
  code: page.code,
  show: (queue) => work.see(queue),
  line: status(page.zone),
  refused: (problem) => complain(new Refusal(typeof problem.detail === "string" ? problem.detail : pick(problem.detail), 403)),
});
work.desks.meet(watching, page.zone);
