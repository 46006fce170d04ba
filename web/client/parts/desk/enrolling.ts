// Putting a new patient on record, once.

import { press } from "../api";
import type { Patient } from "../shapes";

/** `sure`: the clerk has seen who is alike, and says that this is somebody else. */
export async function enrol(person: Partial<Patient>, sure: boolean): Promise<Patient> {
  const added = await press<{ patient: Patient }>("POST", "patients", sure ? { ...person, sure } : person);
  return added.patient;
}
