// Who came together: link another number, say whether they are called together, go separate ways.

import { press } from "../api";
import { answers, ask, shut } from "../dialog";
import { el } from "../dom";
import { byNumber } from "../numbers";
import type { Row } from "../shapes";
import { _ } from "../words";
import type { Work } from "./work";

export function askFamily(work: Work, row: Row): void {
  const { family, ticket } = row;
  const others = family?.others.map((one) => one.ticket).join(", ") || "";
  const title = family ? _("Keluarga {ticket}: {numbers}", { ticket, numbers: others }) : _("{ticket} datang bersama siapa?", { ticket });
  ask(title, numberForm(work, row), ...(family ? [choices(work, row, family.together)] : []));
}

function numberForm(work: Work, row: Row): HTMLElement {
  const box = el("input", { id: "companion", autocomplete: "off", autofocus: true, placeholder: "A-012" });
  const together = el("input", { type: "checkbox", id: "together" });
  together.checked = row.family?.together ?? true;
  const link = el("button", { type: "submit", class: "btn main", id: "link" }, _("Hubungkan"));
  const form = el(
    "form",
    { class: "ask" },
    el("label", { for: "companion" }, _("Nomor anggota keluarga yang lain")),
    box,
    el("label", { class: "check" }, together, _("ingin dipanggil bersama")),
    link,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const written = box.value.trim();
    if (!written) return box.focus();
    shut();
    void work.attempt(async () => tie(row, [(await byNumber(written)).id], together.checked));
  });
  return form;
}

function choices(work: Work, row: Row, together: boolean): HTMLElement {
  const others = row.family?.others.map((one) => one.visit) || [];
  const label = together ? _("Panggil satu per satu saja") : _("Panggil bersama");
  return answers([
    { key: "wish", label, act: () => void work.attempt(() => tie(row, others, !together)) },
    {
      key: "unlink",
      label: _("{ticket} tidak bersama mereka", { ticket: row.ticket }),
      act: () => void work.attempt(() => press("DELETE", `visits/${row.visit}/family`, {})),
    },
  ]);
}

function tie(row: Row, others: string[], together: boolean): Promise<unknown> {
  return press("POST", `visits/${row.visit}/family`, { with: others, together });
}
