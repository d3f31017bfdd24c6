/** A local date as a count of days since 1970-01-01, so that days can be added and compared as integers. */
export const MINUTES_PER_DAY = 1_440;
export const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = MINUTES_PER_DAY * MS_PER_MINUTE;

/** The day number of `YYYY-MM-DD`. */
export function dayNumber(localDate: string): number {
  const ms = Date.parse(`${localDate}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`Not a local date: "${localDate}".`);
  return ms / MS_PER_DAY;
}

/** ISO weekday, 1 = Monday; day 0 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Minutes since local midnight of a minute on the local time line. */
export function minuteOfDay(localMinute: number): number {
  return ((localMinute % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY;
}

/** Day number of a minute on the local time line. */
export function dayOfMinute(localMinute: number): number {
  return Math.floor(localMinute / MINUTES_PER_DAY);
}
