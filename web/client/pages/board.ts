// The waiting-room board. For now it only keeps the line to the server open and says when it is broken.

import { io } from "socket.io-client";

const show = (isLive: boolean): void => {
  document.documentElement.dataset["live"] = String(isLive);
};

const socket = io();
socket.on("connect", () => show(true));
socket.on("disconnect", () => show(false));
