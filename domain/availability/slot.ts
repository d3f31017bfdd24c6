import { dayOfMinute, MINUTES_PER_DAY, MS_PER_MINUTE } from './local-day.js';
import type { Slot } from './types.js';

/** Makes slots of epoch minutes; quickest where they ascend. */
export function slotWriter(doctorId: string, durationMinutes: number): (minute: number, roomIds: string[]) => Slot {
  const iso = isoWriter();
  return (minute, roomIds) => ({ doctorId, startsAt: iso(minute), endsAt: iso(minute + durationMinutes), roomIds });
}

/** A UTC day's date and, by minute, the instants of it that were written. */
interface WrittenDay {
  date: string;
  instants: (string | undefined)[];
}

/** The lists of all doctors are written with the same few thousand instants. More days than a horizon has. */
const writtenDays = new Map<number, WrittenDay>();
const MAX_WRITTEN_DAYS = 500;

function isoWriter(): (minute: number) => string {
  let midnight = NaN;
  let written: WrittenDay | undefined;
  return (minute) => {
    let inDay = minute - midnight;
    if (written === undefined || !(inDay >= 0 && inDay < MINUTES_PER_DAY)) {
      const day = dayOfMinute(minute);
      written = writtenDay(day);
      midnight = day * MINUTES_PER_DAY;
      inDay = minute - midnight;
    }
    return (written.instants[inDay] ??= `${written.date}${clockTime(inDay)}:00.000Z`);
  };
}

function writtenDay(day: number): WrittenDay {
  let written = writtenDays.get(day);
  if (written === undefined) {
    if (writtenDays.size >= MAX_WRITTEN_DAYS) writtenDays.clear();
    const date = new Date(day * MINUTES_PER_DAY * MS_PER_MINUTE).toISOString().slice(0, -'00:00:00.000Z'.length);
    writtenDays.set(day, (written = { date, instants: new Array<undefined>(MINUTES_PER_DAY) }));
  }
  return written;
}

function clockTime(minute: number): string {
  const minutes = minute % 60;
  return `${twoDigits((minute - minutes) / 60)}:${twoDigits(minutes)}`;
}

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
