// The progress of long work: told over the socket, asked again when the line was lost; at its end the page shows the result.

import { io } from "socket.io-client";
import { say, the } from "../parts/dom";

interface Progress {
  status: "ready" | "running" | "done" | "cancelled" | "broken";
  total: number;
  done: number;
  counts: Record<string, number>;
}

const REFRESH_MS = 20_000; // a run that broke off says nothing
const code = the("running").dataset["watch"] || "";
const words = the("told").dataset["words"] || "";
const socket = io({ reconnectionDelay: 500, reconnectionDelayMax: 10_000 });

function show(progress: Progress): void {
  if (progress.status !== "running") {
    window.location.reload();
    return;
  }
  the<HTMLProgressElement>("bar").value = progress.done;
  say(the("told"), words.replace("{done}", String(progress.done)).replace("{total}", String(progress.total)));
  for (const count of document.querySelectorAll<HTMLElement>("[data-count]"))
    say(count, String(progress.counts[count.dataset["count"] || ""] || 0));
}

function ask(): void {
  if (!socket.connected) return;
  socket.emit("watch", { screen: "chore", code }, (answer: Progress & { problem?: unknown }) => {
    if (answer.problem) window.location.reload();
    else show(answer);
  });
}

socket.on("connect", ask);
socket.on("chore", show);
window.setInterval(ask, REFRESH_MS);
