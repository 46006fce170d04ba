// Putting a new patient on record, once.

import { Refusal, press } from "../api";
import { answers, ask } from "../dialog";
import { complain } from "../message";
import type { Patient } from "../shapes";
import { _ } from "../words";

interface Enrolling {
  search: (name: string) => void;
  enrolled: (known: Patient) => Promise<void>;
}

/** Somebody with this name and birth date may be the same person: then the clerk says. */
export async function enrol(person: Partial<Patient>, { search, enrolled }: Enrolling): Promise<void> {
  const add = async (sure: object): Promise<void> => {
    const added = await press<{ patient: Patient }>("POST", "patients", { ...person, ...sure });
    await enrolled(added.patient);
  };
  try {
    await add({});
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409 || error.field !== "name") throw error;
    ask(
      error.message,
      answers([
        { key: "search", label: _("Cari pasien itu"), act: () => search(person.name || "") },
        { key: "sure", label: _("Orang lain: tetap daftarkan sebagai pasien baru"), act: () => void add({ sure: true }).catch(complain) },
      ]),
    );
  }
}
