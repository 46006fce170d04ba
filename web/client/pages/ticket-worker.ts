// Beside the patient's page: a touch on a notification brings the page to the front.

interface Window {
  url: string;
  focus: () => Promise<unknown>;
}

interface Touch extends Event {
  notification: { close: () => void; data: string };
  waitUntil: (work: Promise<unknown>) => void;
}

interface Worker {
  addEventListener: (kind: "notificationclick", listener: (touch: Touch) => void) => void;
  clients: { matchAll: (which: object) => Promise<Window[]>; openWindow: (url: string) => Promise<unknown> };
}

const worker = self as unknown as Worker;

worker.addEventListener("notificationclick", (touch) => {
  const address = touch.notification.data;
  touch.notification.close();
  const shown = worker.clients
    .matchAll({ type: "window" })
    .then((windows) => windows.find((one) => one.url.includes(address))?.focus() || worker.clients.openWindow(address));
  touch.waitUntil(shown);
});
