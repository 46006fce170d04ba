// Birth dates as clerks type them, what a NIK tells of them, and ages in words.

import { _ } from "../words";

const OLDEST_YEARS = 130; // as the server counts

type Parts = [year: string, month: string, day: string];

/** "28031999", "28-3-1999", "1999-03-28" → "1999-03-28"; null while it is no date yet. */
export function typedDate(text: string): string | null {
  const parts = partsOf(text.trim());
  return parts && aDate(...parts);
}

/** What is wrong with a birth date, as soon as it is seen; nothing while it may still become one. */
export function flawOf(text: string, today: string): string {
  const date = typedDate(text);
  if (!date) return partsOf(text.trim()) ? _("Tanggal ini tidak ada di kalender.") : "";
  if (date > today) return _("Belum lahir pada tanggal ini.");
  const isLongAgo = Number(today.slice(0, 4)) - Number(date.slice(0, 4)) > OLDEST_YEARS;
  return isLongAgo ? _("Terlalu lama: lebih dari {years} tahun yang lalu.", { years: OLDEST_YEARS }) : "";
}

/** What is typed has the form of a date, whether there is such a day or not. */
function partsOf(text: string): Parts | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return [iso[1]!, iso[2]!, iso[3]!];
  const local = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text) || /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  return local && [local[3]!, local[2]!, local[1]!];
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
