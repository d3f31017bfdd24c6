import { covers, touches } from '../intervals.js';
import { MINUTES_PER_DAY, MS_PER_MINUTE } from '../local-day.js';
import { openingBetween } from '../opening.js';
import type { Schedule } from './schedule.js';

/** A session to come; epoch milliseconds, half-open. */
export interface BookedTime {
  id: string;
  startMs: number;
  endMs: number;
}

/**
 * The sessions that a change leaves outside a doctor's hours: those that were inside, and those that lie in time which is
 * closed anew. A session that was outside before and is only as much so afterwards is none of the change's business.
 */
export function affectedSessions(before: Schedule, after: Schedule, sessions: readonly BookedTime[]): BookedTime[] {
  const known = new Set(before.exceptions.map(({ id }) => id));
  const closures = after.exceptions.filter(({ id, kind }) => kind === 'CLOSED' && !known.has(id));
  const closed: Schedule = { timeZone: after.timeZone, periods: [], exceptions: closures };
  return sessions.filter((session) => {
    if (closures.length > 0 && isClosedIn(closed, session)) return true;
    return isOpenIn(before, session) && !isOpenIn(after, session);
  });
}

function isOpenIn(schedule: Schedule, session: BookedTime): boolean {
  const { opening, start, end } = openingAround(schedule, session);
  return covers(opening.open, start, end);
}

function isClosedIn(schedule: Schedule, session: BookedTime): boolean {
  const { opening, start, end } = openingAround(schedule, session);
  return touches(opening.closed(), start, end);
}

function openingAround({ timeZone, periods, exceptions }: Schedule, { startMs, endMs }: BookedTime) {
  const start = Math.floor(startMs / MS_PER_MINUTE);
  const end = Math.ceil(endMs / MS_PER_MINUTE);
  const doctor = { id: '', active: true, timeZone };
  const opening = openingBetween({ doctor, periods, exceptions }, start - MINUTES_PER_DAY, end + MINUTES_PER_DAY);
  return { opening, start, end };
}
