import { dayOfMinute, MINUTES_PER_DAY, MS_PER_MINUTE } from './local-day.js';
import type { Slot } from './types.js';

/** Makes slots of epoch minutes; quickest where they ascend. */
export function slotWriter(doctorId: string, durationMinutes: number): (minute: number, roomIds: string[]) => Slot {
  const iso = isoWriter();
  let endMinute = NaN;
  let endsAt = '';
  return (minute, roomIds) => {
    // Often a slot begins where the one before it ended.
    const startsAt = minute === endMinute ? endsAt : iso(minute);
    endMinute = minute + durationMinutes;
    endsAt = iso(endMinute);
    return { doctorId, startsAt, endsAt, roomIds };
  };
}

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** What follows the date in an instant, by minute of the UTC day. */
const TIMES: readonly string[] = Array.from(
  { length: MINUTES_PER_DAY },
  (_, minute) => `T${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:00.000Z`,
);

/** The date is written once for minutes of the same day that follow one another. */
function isoWriter(): (minute: number) => string {
  let midnight = NaN;
  let date = '';
  return (minute) => {
    let inDay = minute - midnight;
    if (!(inDay >= 0 && inDay < MINUTES_PER_DAY)) {
      midnight = dayOfMinute(minute) * MINUTES_PER_DAY;
      inDay = minute - midnight;
      date = dateAt(midnight);
    }
    return date + TIMES[inDay]!;
  };
}

/** Three times as quick as cutting an ISO string; years have four digits. */
function dateAt(minute: number): string {
  const date = new Date(minute * MS_PER_MINUTE);
  return `${date.getUTCFullYear()}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
}
