// What staff must see about a visit at a glance, as small badges.

import { el } from "./dom";
import type { Row } from "./shapes";
import { _, pick } from "./words";

const NUMBER_LENGTH = 6; // A-012, and B-1000 on a very full day

export const clusterClass = (code: string): string => code.toLowerCase();

export function badge(text: string, kind = ""): HTMLElement {
  return el("span", { class: `badge ${kind}` }, text);
}

/** How a number is set: one that is longer than usual (`A-012/22`, from another day) is smaller, so that it fits. */
export const numberClass = (ticket: string): string => (ticket.length > NUMBER_LENGTH ? "num long" : "num");

/** Signs first, then who it is, then why it comes now. */
export function badgesOf(row: Row): HTMLElement[] {
  const found = row.flags.map((flag) => badge(pick(flag.label), "alarm"));
  if (row.review) found.push(badge(_("kembali dengan hasil"), "warn"));
  if (row.for_desk) found.push(badge(_("hanya meja {desk}", { desk: row.for_desk }), "warn"));
  if (!row.registered) found.push(badge(_("belum didaftarkan"), "warn"));
  if (row.family) found.push(badge(_("keluarga: {numbers}", { numbers: row.family.others.map((one) => one.ticket).join(", ") })));
  const sex = row.facts["sex"];
  const who = [
    sex === "female" ? _("perempuan") : sex === "male" ? _("laki-laki") : "",
    row.age_years === null ? "" : _("{count} th", { count: row.age_years }),
  ].filter(Boolean);
  if (who.length) found.push(badge(who.join(", ")));
  found.push(badge(`${row.cluster} ${pick(row.priority_label)}`.trim(), row.cluster ? clusterClass(row.cluster) : ""));
  return found;
}
