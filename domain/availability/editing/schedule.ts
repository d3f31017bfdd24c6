import { plusDays } from '../../time/local-date.js';
import type { AvailabilityException, AvailabilityPeriod, WeeklyStretch } from '../types.js';

/** An exception that can be named. */
export type NamedException = AvailabilityException & { id: string };

/** All that says when a doctor works. */
export interface Schedule {
  timeZone: string;
  periods: AvailabilityPeriod[];
  exceptions: NamedException[];
}

export interface NewHours {
  timeZone: string;
  validFrom: string;
  weekly: WeeklyStretch[];
}

/** New weekly hours from a day on: what holds before is cut there, what was to come later makes way. */
export function withWeeklyHours(schedule: Schedule, { timeZone, validFrom, weekly }: NewHours): Schedule {
  const earlier = schedule.periods
    .filter((period) => period.validFrom < validFrom)
    .map((period) =>
      period.validTo === null || period.validTo > validFrom ? { ...period, validTo: validFrom } : period,
    );
  return { ...schedule, timeZone, periods: [...earlier, { validFrom, validTo: null, weekly }] };
}

export function withException(schedule: Schedule, exception: NamedException): Schedule {
  return { ...schedule, exceptions: [...schedule.exceptions, exception] };
}

/** Without an exception from `today` on; the days before it stay as they were. */
export function withoutException(schedule: Schedule, exceptionId: string, today: string): Schedule {
  const exceptions = schedule.exceptions.flatMap((exception) => {
    if (exception.id !== exceptionId) return [exception];
    return exception.from < today ? [{ ...exception, to: plusDays(today, -1) }] : [];
  });
  return { ...schedule, exceptions };
}
