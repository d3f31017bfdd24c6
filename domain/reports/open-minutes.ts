import { openingBetween } from '../availability/opening.js';
import { MS_PER_MINUTE } from '../availability/local-day.js';
import type { AvailabilityException, AvailabilityPeriod } from '../availability/types.js';

/** A doctor's hours; each part in the zone in which it is meant, where that is not the doctor's present one. */
export interface ReportedSchedule {
  timeZone: string;
  periods: (AvailabilityPeriod & { timeZone: string | null })[];
  exceptions: (AvailabilityException & { timeZone: string | null })[];
}

/** A day of the clinic, half-open, epoch milliseconds. */
export interface ReportedDay {
  date: string;
  fromMs: number;
  toMs: number;
}

/** The minutes that the hours leave open on each of the days, which follow one another; breaks and closures do not count. */
export function openMinutes(schedule: ReportedSchedule, days: readonly ReportedDay[]): number[] {
  const minutes = days.map(() => 0);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return minutes;
  for (const timeZone of zonesOf(schedule)) {
    const inZone = (part: { timeZone: string | null }): boolean => (part.timeZone ?? schedule.timeZone) === timeZone;
    const hours = {
      doctor: { id: '', active: true, timeZone },
      periods: schedule.periods.filter(inZone),
      exceptions: schedule.exceptions.filter(inZone),
    };
    let day = 0;
    for (const { start, end } of openingBetween(hours, first.fromMs / MS_PER_MINUTE, last.toMs / MS_PER_MINUTE).open) {
      while (day < days.length && days[day]!.toMs / MS_PER_MINUTE <= start) day += 1;
      for (let index = day; index < days.length && days[index]!.fromMs / MS_PER_MINUTE < end; index += 1) {
        minutes[index]! += overlap(days[index]!, start, end);
      }
    }
  }
  return minutes;
}

function overlap({ fromMs, toMs }: ReportedDay, start: number, end: number): number {
  return Math.max(0, Math.min(end, toMs / MS_PER_MINUTE) - Math.max(start, fromMs / MS_PER_MINUTE));
}

function zonesOf({ timeZone, periods, exceptions }: ReportedSchedule): Set<string> {
  return new Set([...periods, ...exceptions].map((part) => part.timeZone ?? timeZone));
}
