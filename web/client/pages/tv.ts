// A TV at /tv, with or without its board: it hears when an admin gives it one, and loads itself anew.

import { io } from "socket.io-client";
import { given } from "../parts/dom";

interface Known {
  board: string;
}

interface Answer {
  board?: string | null;
  waiting?: boolean;
}

const REFRESH_MS = 60_000; // what was not heard is asked, and the house knows that the TV is there
const FORGOTTEN_MS = 3_000; // a TV that keeps no cookies must not ask in a circle
const known = given<Known>("device");
const socket = io({ reconnectionDelay: 500, reconnectionDelayMax: 10_000 });

function ask(): void {
  if (!socket.connected) return;
  socket.emit("watch", { screen: "tv", code: "" }, (answer: Answer) => {
    const isForgotten = !answer.waiting && answer.board === undefined;
    if (isForgotten) window.setTimeout(() => window.location.reload(), FORGOTTEN_MS);
    else if ((answer.board || "") !== known.board) window.location.reload();
  });
}

socket.on("connect", ask);
socket.on("tv", ask);
socket.on("disconnect", (reason: string) => {
  if (reason === "io server disconnect") window.setTimeout(() => socket.connect(), 1_000);
});
window.setInterval(ask, REFRESH_MS);
