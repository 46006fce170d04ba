// Birth dates as clerks type them, what a NIK tells of them, and ages in words.

import { _ } from "../words";

const OLDEST_YEARS = 130; // as the server counts

type Parts = [year: string, month: string, day: string];

/** As in flow/patients/dates.py. */
const MONTHS = [
  "jan januari january",
  "feb februari february",
  "mar maret march",
  "apr april",
  "mei may",
  "jun juni june",
  "jul juli july",
  "agu agustus ags aug august",
  "sep sept september",
  "okt oktober oct october",
  "nov november",
  "des desember dec december",
].map((names) => names.split(" "));

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const LOCAL = [/^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/, /^(\d{2})(\d{2})(\d{4}|\d{2})$/, /^(\d{1,2})[-/. ]*([a-z]+)[-/. ]*(\d{4}|\d{2})$/i];

/** "28031999", "28-3-99", "28 mar 1999", "1999-03-28" → "1999-03-28"; null while it is no date yet. */
export function typedDate(text: string, today: string): string | null {
  const parts = partsOf(text.trim());
  if (!parts) return null;
  const [year, month, day] = parts;
  if (year.length === 4) return aDate(year, month, day);
  const recent = aDate(`20${year}`, month, day); // nobody is born in the days to come
  return recent && recent <= today ? recent : aDate(`19${year}`, month, day);
}

/** What is wrong with a birth date, as soon as it is seen; nothing while it may still become one. */
export function flawOf(text: string, today: string): string {
  const date = typedDate(text, today);
  if (!date) return partsOf(text.trim())?.[0].length === 4 ? _("Tanggal ini tidak ada di kalender.") : "";
  if (date > today) return _("Belum lahir pada tanggal ini.");
  const isLongAgo = Number(today.slice(0, 4)) - Number(date.slice(0, 4)) > OLDEST_YEARS;
  return isLongAgo ? _("Terlalu lama: lebih dari {years} tahun yang lalu.", { years: OLDEST_YEARS }) : "";
}

/** A name and the birth date behind it: "siti 5 feb 1987". Other numbers belong to neither. */
export function splitBirth(text: string, today: string): { name: string; born: string | null } {
  const words = text.trim().split(/\s+/);
  for (const length of [3, 1]) {
    for (let at = 0; at + length <= words.length; at++) {
      const born = typedDate(words.slice(at, at + length).join(" "), today);
      if (born) return { name: named([...words.slice(0, at), ...words.slice(at + length)]), born };
    }
  }
  return { name: named(words), born: null };
}

const named = (words: string[]): string => words.filter((word) => !/\d/.test(word)).join(" ");

/** What is typed has the form of a date, whether there is such a day or not. */
function partsOf(text: string): Parts | null {
  const iso = ISO.exec(text);
  if (iso) return [iso[1]!, iso[2]!, iso[3]!];
  const local = LOCAL.map((form) => form.exec(text)).find((found) => found !== null);
  if (!local) return null;
  const month = /\d/.test(local[2]!) ? local[2]! : monthNamed(local[2]!);
  return month ? [local[3]!, month, local[1]!] : null;
}

function monthNamed(name: string): string {
  const at = MONTHS.findIndex((names) => names.includes(name.toLowerCase()));
  return at < 0 ? "" : String(at + 1);
}

function aDate(year: string, month: string, day: string): string | null {
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === iso ? iso : null;
}

export const shownDate = (iso: string): string => iso.split("-").reverse().join("-");

/** Birth date and sex as a NIK has them (PPKKCC DDMMYY SSSS, a woman's day plus 40): a proposal, never a fact. */
export function fromNik(nik: string, today: string): { birth_date: string; sex: string } | null {
  const parts = /^\d{6}(\d{2})(\d{2})(\d{2})\d{4}$/.exec(nik);
  if (!parts) return null;
  const day = Number(parts[1]);
  const short = Number(parts[3]);
  const century = 2000 + short > Number(today.slice(0, 4)) ? 1900 : 2000;
  const birth_date = aDate(String(century + short), parts[2]!, String(day > 40 ? day - 40 : day).padStart(2, "0"));
  return birth_date ? { birth_date, sex: day > 40 ? "female" : "male" } : null;
}

/** "27 tahun 7 bulan", "5 bulan", "12 hari", in completed calendar units. */
export function age(birth: string, today: string): string {
  const [by, bm, bd] = birth.split("-").map(Number) as [number, number, number];
  const [ty, tm, td] = today.split("-").map(Number) as [number, number, number];
  const months = (ty - by) * 12 + tm - bm - (td < bd ? 1 : 0);
  if (months < 1) {
    const days = Math.round((Date.parse(today) - Date.parse(birth)) / 86_400_000);
    return _("{count} hari", { count: Math.max(0, days) });
  }
  const years = Math.floor(months / 12);
  if (years < 1) return _("{count} bulan", { count: months });
  return months % 12 && years < 18
    ? _("{years} tahun {months} bulan", { years, months: months % 12 })
    : _("{years} tahun", { years });
}
