import type { FreeStart } from './free-starts.js';
import { MINUTES_PER_DAY, MS_PER_MINUTE } from './local-day.js';
import type { Slot } from './types.js';

/** Makes slots of free starts; a slot's date and time are put together from parts made once per day and minute. */
export function toSlots(starts: readonly FreeStart[], doctorId: string, durationMinutes: number): Slot[] {
  const iso = isoWriter();
  return starts.map(({ minute, roomIds }) => ({
    doctorId,
    startsAt: iso(minute),
    endsAt: iso(minute + durationMinutes),
    roomIds,
  }));
}

function isoWriter(): (minute: number) => string {
  let midnight = NaN;
  let date = '';
  return (minute) => {
    let inDay = minute - midnight;
    if (!(inDay >= 0 && inDay < MINUTES_PER_DAY)) {
      midnight = Math.floor(minute / MINUTES_PER_DAY) * MINUTES_PER_DAY;
      date = new Date(midnight * MS_PER_MINUTE).toISOString().slice(0, 11);
      inDay = minute - midnight;
    }
    const minutes = inDay % 60;
    return `${date}${twoDigits((inDay - minutes) / 60)}:${twoDigits(minutes)}:00.000Z`;
  };
}

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
