import { inMinutes } from '../busy-time.js';
import { firstEndingAfter, type Interval } from '../intervals.js';
import { MINUTES_PER_DAY } from '../local-day.js';
import { openingBetween, type Opening } from '../opening.js';
import type { Schedule } from './schedule.js';

/** A session's time to come, or the one that its open move proposes; epoch milliseconds, half-open. */
export interface BookedTime {
  /** The session's. */
  id: string;
  startMs: number;
  endMs: number;
  /** The move that proposes this time; null or absent where it is the session's own. */
  moveId?: string | null;
}

/**
 * The sessions that a change leaves outside a doctor's hours: those that were inside, and those that lie in time which is
 * closed anew. A session that was outside before and is only as much so afterwards is none of the change's business.
 * A session whose present time and whose proposed one are both concerned counts once, by the present one. Hours are read
 * once for all of them, because bookings wait meanwhile.
 */
export function affectedSessions(before: Schedule, after: Schedule, sessions: readonly BookedTime[]): BookedTime[] {
  if (sessions.length === 0) return [];
  const known = new Set(before.exceptions.map(({ id }) => id));
  const closures = after.exceptions.filter(({ id, kind }) => kind === 'CLOSED' && !known.has(id));
  const span = spanOf(sessions);
  const openBefore = openingOver(before, span).open;
  const openAfter = openingOver(after, span).open;
  const closedAnew = openingOver({ ...after, periods: [], exceptions: closures }, span).closed();
  const affected = sessions.filter((session) => {
    const time = inMinutes(session);
    return touchesAny(closedAnew, time) || (liesWithin(openBefore, time) && !liesWithin(openAfter, time));
  });
  const own = new Set(affected.filter(isOwnTime).map(({ id }) => id));
  return affected.filter((time) => isOwnTime(time) || !own.has(time.id));
}

const isOwnTime = ({ moveId }: BookedTime): boolean => (moveId ?? null) === null;

function spanOf(sessions: readonly BookedTime[]): Interval {
  const span = { start: Infinity, end: -Infinity };
  for (const { start, end } of sessions.map(inMinutes)) {
    span.start = Math.min(span.start, start);
    span.end = Math.max(span.end, end);
  }
  return span;
}

function openingOver({ timeZone, periods, exceptions }: Schedule, { start, end }: Interval): Opening {
  const doctor = { id: '', active: true, timeZone };
  return openingBetween({ doctor, periods, exceptions }, start - MINUTES_PER_DAY, end + MINUTES_PER_DAY);
}

function touchesAny(intervals: readonly Interval[], { start, end }: Interval): boolean {
  const next = firstEndingAfter(intervals, start);
  return next !== undefined && next.start < end;
}

function liesWithin(intervals: readonly Interval[], { start, end }: Interval): boolean {
  const next = firstEndingAfter(intervals, start);
  return next !== undefined && next.start <= start && end <= next.end;
}
