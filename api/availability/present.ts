import { timeOf } from '../../domain/availability/editing/index.js';
import type { LocalStretch } from '../../domain/availability/types.js';
import type { AvailabilityView, ExceptionView } from '../../prisma/views/availability-view.js';
import type { LeaveView } from '../../prisma/views/leave-view.js';

const times = ({ startMinute, endMinute }: LocalStretch) => ({ start: timeOf(startMinute), end: timeOf(endMinute) });

/** A doctor's hours as answered. */
export function presentAvailability({ timeZone, periods, exceptions }: AvailabilityView) {
  return {
    timeZone,
    periods: periods.map(({ weekly, ...period }) => ({
      ...period,
      weekly: weekly.map((stretch) => ({
        weekday: stretch.weekday,
        ...times(stretch),
        breaks: stretch.breaks.map(times),
      })),
    })),
    exceptions: exceptions.map(presentException),
  };
}

export function presentException({ startMinute, endMinute, ...exception }: ExceptionView) {
  return {
    ...exception,
    start: startMinute === null ? null : timeOf(startMinute),
    end: endMinute === null ? null : timeOf(endMinute),
  };
}

export function presentProgress({ id, total, done }: LeaveView) {
  return { id, total, done };
}
