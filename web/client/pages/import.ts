// The progress of an import: told over the socket, asked again when the line was lost; at its end the page shows the result.

import { io } from "socket.io-client";
import { say, the } from "../parts/dom";
import { _ } from "../parts/words";

interface Progress {
  status: "running" | "done" | "cancelled" | "broken" | "uploaded";
  total: number;
  done: number;
  added: number;
  known: number;
  refused: number;
}

const REFRESH_MS = 20_000; // a run that broke off says nothing
const code = the("running").dataset["list"] || "";
const socket = io({ reconnectionDelay: 500, reconnectionDelayMax: 10_000 });

function show(progress: Progress): void {
  if (progress.status !== "running") {
    window.location.reload();
    return;
  }
  the<HTMLProgressElement>("bar").value = progress.done;
  say(the("told"), _("{done} dari {total} baris", { done: progress.done, total: progress.total }));
  say(the("added"), String(progress.added));
  say(the("known"), String(progress.known));
  say(the("refused"), String(progress.refused));
}

function ask(): void {
  if (!socket.connected) return;
  socket.emit("watch", { screen: "import", code }, (answer: Progress & { problem?: unknown }) => {
    if (answer.problem) window.location.reload();
    else show(answer);
  });
}

socket.on("connect", ask);
socket.on("import", show);
window.setInterval(ask, REFRESH_MS);
