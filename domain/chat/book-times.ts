import { instantsOfDates, localDateOf, plusDays } from '../time/local-date.js';
import { shortDay } from './day-words.js';
import type { BookClinic } from './book-memo.js';
import { LIMITS } from './limits.js';

/** How far one question for free times reaches: the day itself, and where it is full the days after it. */
export const LOOK_AHEAD_DAYS = 14;

/** What is known about the free times of a day. Instants are ISO. */
export type BookTimes =
  /** Doctor or day are still to be chosen. */
  | { kind: 'UNASKED' }
  | { kind: 'LOOKING' }
  | { kind: 'PAST' }
  | { kind: 'TOO_FAR'; lastDay: string; horizonDays: number }
  | { kind: 'FREE'; startsAt: string[]; cut: boolean }
  /** `nextDay` is the next one with a free time, null when there is none within LOOK_AHEAD_DAYS. */
  | { kind: 'NONE'; nextDay: string | null }
  /** Nobody knows: `words` say why, as mrkdwn. */
  | { kind: 'UNKNOWN'; words: string };

/** A day on which nothing can be free, whatever the calendar says; null for all others. */
export function impossibleDay(day: string, clinic: BookClinic, nowMs: number): BookTimes | null {
  const today = localDateOf(nowMs, clinic.timeZone);
  const lastDay = plusDays(today, clinic.horizonDays);
  if (day < today) return { kind: 'PAST' };
  return day > lastDay ? { kind: 'TOO_FAR', lastDay, horizonDays: clinic.horizonDays } : null;
}

/** What free starts from `day` on, ascending, mean for that day; those of earlier days are left out. */
export function timesOfDay(starts: readonly string[], day: string, timeZone: string): BookTimes {
  const { fromMs, toMs } = instantsOfDates(day, plusDays(day, 1), timeZone);
  const ahead = starts.filter((startsAt) => Date.parse(startsAt) >= fromMs);
  const onDay = ahead.filter((startsAt) => Date.parse(startsAt) < toMs);
  if (onDay.length > 0)
    return { kind: 'FREE', startsAt: onDay.slice(0, LIMITS.options), cut: onDay.length > LIMITS.options };
  const [next] = ahead;
  return { kind: 'NONE', nextDay: next === undefined ? null : localDateOf(Date.parse(next), timeZone) };
}

/** Why there is no time to choose, as a fault of the day field; null when there are some. */
export function dayFault(times: BookTimes, day: string): string | null {
  switch (times.kind) {
    case 'PAST':
      return `${shortDay(day)} is already past. Please choose a later day.`;
    case 'TOO_FAR':
      return `Sessions are booked at most ${times.horizonDays} days ahead, until ${shortDay(times.lastDay)}.`;
    case 'NONE':
      return `No time is free on ${shortDay(day)}. Please choose another day.`;
    case 'UNKNOWN':
    case 'LOOKING':
    case 'UNASKED':
    case 'FREE':
      return null;
  }
}
