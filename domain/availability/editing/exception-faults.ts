import type { Fault } from '../../fault.js';
import { dayNumber, MINUTES_PER_DAY } from '../local-day.js';
import type { AvailabilityException } from '../types.js';
import { lengthOf } from './weekly-faults.js';

export const MAX_EXCEPTION_DAYS = 366;
export const MAX_EXCEPTIONS_AHEAD = 500;

/** Everything that is wrong with an exception by itself; whether it is past depends on the doctor's zone. */
export function exceptionFaults(exception: AvailabilityException): Fault[] {
  return [...dateFaults(exception), ...hourFaults(exception)];
}

function dateFaults({ from, to }: AvailabilityException): Fault[] {
  const days = dayNumber(to) - dayNumber(from) + 1;
  if (days < 1) return [{ pointer: '/to', message: 'must not be before from; it is the last day' }];
  if (days > MAX_EXCEPTION_DAYS)
    return [
      { pointer: '/to', message: `must be at most ${MAX_EXCEPTION_DAYS} days from from; change the weekly hours` },
    ];
  return [];
}

function hourFaults({ kind, startMinute, endMinute }: AvailabilityException): Fault[] {
  const missing = [
    ...(startMinute === null ? [{ pointer: '/start', message: 'is required' }] : []),
    ...(endMinute === null ? [{ pointer: '/end', message: 'is required' }] : []),
  ];
  if (kind === 'OPEN' && missing.length > 0)
    return missing.map(({ pointer, message }) => ({ pointer, message: `${message} for OPEN` }));
  if (missing.length === 1)
    return missing.map(({ pointer, message }) => ({
      pointer,
      message: `${message}, or leave both out to close the days`,
    }));
  if (startMinute === null || endMinute === null || lengthOf({ startMinute, endMinute }) < MINUTES_PER_DAY) return [];
  const remedy = kind === 'OPEN' ? 'open two stretches' : 'leave start and end out to close the days';
  return [{ pointer: '/end', message: `makes it 24 hours or more; end it earlier, or ${remedy}` }];
}
