// Who is signed in, in the bar; and the next one on a shared PC: asked first, and nothing typed is lost unasked.

import { proof } from "./api";
import { ask, askTwice, shut } from "./dialog";
import { el, the } from "./dom";
import { complain } from "./message";
import { _ } from "./words";

/** `isTyped`: whether this screen holds something that the server does not know yet. */
export function offerChangeOver(isTyped: () => boolean): void {
  const form = the("change-over").closest("form")!;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = the("officer").textContent || "";
    const words = el("p", {}, _("{name} keluar. Layar ini terbuka lagi begitu petugas berikutnya masuk.", { name }));
    const yes = el("button", { type: "button", class: "btn main", id: "change-over-now", click: () => void leave(form) }, _("Ya, ganti petugas"));
    if (isTyped()) askTwice(_("Ganti petugas?"), words, el("p", { class: "note warn" }, _("Yang sudah diketik di layar ini belum disimpan dan akan hilang.")), yes);
    else ask(_("Ganti petugas?"), words, yes);
  });
}

/** Only to a server that answers: else what stands here would be gone for nothing. */
async function leave(form: HTMLFormElement): Promise<void> {
  shut();
  try {
    form.querySelector<HTMLInputElement>("[name=csrf_token]")!.value = await proof();
    form.submit();
  } catch (error) {
    complain(error);
  }
}
