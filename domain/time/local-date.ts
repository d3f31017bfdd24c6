import { DateTime } from 'luxon';

/** The local date (`YYYY-MM-DD`) of an instant in a zone. */
export function localDateOf(ms: number, timeZone: string): string {
  const local = DateTime.fromMillis(ms, { zone: timeZone });
  if (!local.isValid) throw new RangeError(`Not an instant in a known zone: ${ms}, "${timeZone}".`);
  return local.toFormat('yyyy-MM-dd');
}

/** The local date some days later. */
export function plusDays(localDate: string, days: number): string {
  return DateTime.fromISO(localDate, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

/** ISO weekday of a local date, 1 = Monday. */
export function weekdayOfDate(localDate: string): number {
  return DateTime.fromISO(localDate, { zone: 'utc' }).weekday;
}

/** Instants of [from, to), two local dates. */
export function instantsOfDates(from: string, to: string, timeZone: string): { fromMs: number; toMs: number } {
  return { fromMs: startOfDate(from, timeZone), toMs: startOfDate(to, timeZone) };
}

/**
 * The instants at which a zone's clock shows a local date and time: one as a rule, none in the spring gap, two in
 * the autumn fold (earlier first).
 */
export function instantsOfLocalTime(localDate: string, time: string, timeZone: string): string[] {
  const local = DateTime.fromISO(`${localDate}T${time}`, { zone: timeZone });
  if (!local.isValid) throw new RangeError(`Not a local time in a known zone: "${localDate}T${time}", "${timeZone}".`);
  const shown = `${localDate}T${time}`;
  return local
    .getPossibleOffsets()
    .filter((candidate) => candidate.toFormat("yyyy-MM-dd'T'HH:mm") === shown)
    .sort((a, b) => a.toMillis() - b.toMillis())
    .map((candidate) => candidate.toUTC().toISO() ?? '');
}

function startOfDate(localDate: string, timeZone: string): number {
  const start = DateTime.fromISO(localDate, { zone: timeZone }).startOf('day');
  if (!start.isValid) throw new RangeError(`Not a local date in a known zone: "${localDate}", "${timeZone}".`);
  return start.toMillis();
}
