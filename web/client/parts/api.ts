// Commands and questions to /api/v1. A press is one command: its key goes with every retry, so that a broken line
// can make it late but never double.

import { _, language } from "./words";

/** What went wrong, in the nurse's words; `field` names the input at fault. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;

  constructor(words: string, status: number, code = "", field: string | null = null) {
    super(words);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

interface ProblemDocument {
  title?: string;
  code?: string;
  detail?: string;
  errors?: { field: string; detail: string }[];
}

const AWAY = (): string => _("Server tidak terjangkau. Yang Anda isi tetap ada; coba lagi.");
const TRIES_MAX = 5;
const PAUSE_MS = [300, 1_000, 2_000, 4_000]; // between the tries; together less than a nurse's patience

export const get = <T>(path: string): Promise<T> => send<T>("GET", path, undefined, "");

/** One press of a button. */
export function press<T>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object): Promise<T> {
  return send<T>(method, path, body, newKey());
}

async function send<T>(method: string, path: string, body: object | undefined, key: string): Promise<T> {
  for (let tried = 1; ; tried++) {
    let answer: Response;
    try {
      answer = await fetch(`/api/v1/${path}`, request(method, body, key));
    } catch {
      if (tried >= TRIES_MAX) throw new Refusal(AWAY(), 0);
      await pause(tried);
      continue;
    }
    if ([502, 503, 504].includes(answer.status) && tried < TRIES_MAX) {
      await pause(tried);
      continue;
    }
    if (answer.status === 403 && tried < TRIES_MAX && (await isExpired(answer))) {
      await proof();
      continue;
    }
    return read<T>(answer);
  }
}

/** Signing in again in another tab changes the page's proof: what is typed here must not be lost for that. */
async function isExpired(answer: Response): Promise<boolean> {
  const problem = (await answer.clone().json().catch(() => ({}))) as ProblemDocument;
  return problem.code === "PageExpired";
}

/** The page's proof of now; and whose it is by now is what the bar says. */
export async function proof(): Promise<string> {
  const text = await fetch("/masuk", { credentials: "same-origin" }).then((answer) => answer.text(), () => null);
  if (text === null) throw new Refusal(AWAY(), 0);
  const page = new DOMParser().parseFromString(text, "text/html");
  const [token, own] = [page, document].map((one) => one.querySelector<HTMLMetaElement>("meta[name=csrf]"));
  if (!token || !own) throw new Refusal(_("Halaman ini sudah terlalu lama terbuka. Muat ulang, lalu ulangi."), 403);
  own.content = token.content;
  const officer = page.querySelector<HTMLMetaElement>("meta[name=officer]");
  const shown = document.getElementById("officer");
  if (officer && shown) shown.textContent = shown.title = officer.content;
  return token.content;
}

function request(method: string, body: object | undefined, key: string): RequestInit {
  const headers: Record<string, string> = {
    Accept: "application/json",
    "Accept-Language": language,
  };
  if (method !== "GET") {
    headers["X-CSRFToken"] = document.querySelector<HTMLMetaElement>("meta[name=csrf]")?.content || "";
    headers["Idempotency-Key"] = key;
    headers["Content-Type"] = "application/json";
  }
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (method !== "GET") init.body = JSON.stringify(body || {});
  return init;
}

async function read<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  let document: unknown = null;
  try {
    document = text ? JSON.parse(text) : null;
  } catch {
    // Not our server's words (a proxy's page, perhaps): said below by its status.
  }
  if (answer.ok) return document as T;
  throw refusal(answer.status, (document || {}) as ProblemDocument);
}

function refusal(status: number, problem: ProblemDocument): Refusal {
  if (status === 401) {
    return new Refusal(_("Sesi Anda sudah berakhir. Masuk lagi di tab lain, lalu ulangi; yang Anda isi tetap ada."), status, "SignIn");
  }
  const first = (problem.errors || [])[0];
  const field = first?.field || null;
  const flaw = problem.code === "BadInput" && first ? ` ${field}: ${first.detail}` : "";
  const said = problem.detail ? problem.detail + flaw : problem.title;
  const code = problem.code || problem.title || "";
  return new Refusal(said || _("Tidak berhasil (kesalahan {status}). Coba lagi.", { status }), status, code, field);
}

const pause = (tried: number): Promise<void> =>
  new Promise((resolve) => window.setTimeout(resolve, PAUSE_MS[tried - 1] || 4_000));

/** A random UUID (version 4); `crypto.randomUUID` needs https and a browser of 2021. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] || 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] || 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
