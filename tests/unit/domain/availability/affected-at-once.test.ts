import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  affectedSessions,
  withWeeklyHours,
  type BookedTime,
  type NamedException,
  type Schedule,
} from '../../../../domain/availability/editing/index.js';
import { covers, touches } from '../../../../domain/availability/intervals.js';
import { openingBetween, type Opening } from '../../../../domain/availability/opening.js';
import { scene, type Scene } from '../support/arbitrary-clinic.js';

const DAY_MINUTES = 1_440;

/** Each session by itself, by the day around it. */
function affectedOneByOne(before: Schedule, after: Schedule, sessions: readonly BookedTime[]): string[] {
  const known = before.exceptions.map(({ id }) => id);
  const closures = after.exceptions.filter(({ id, kind }) => kind === 'CLOSED' && !known.includes(id));
  const around = (schedule: Schedule, start: number, end: number): Opening =>
    openingBetween(
      { ...schedule, doctor: { id: '', active: true, timeZone: schedule.timeZone } },
      start - DAY_MINUTES,
      end + DAY_MINUTES,
    );
  return sessions
    .filter(({ startMs, endMs }) => {
      const [start, end] = [Math.floor(startMs / 60_000), Math.ceil(endMs / 60_000)];
      const isOpen = (schedule: Schedule): boolean => covers(around(schedule, start, end).open, start, end);
      const anew = around({ timeZone: after.timeZone, periods: [], exceptions: closures }, start, end);
      return touches(anew.closed(), start, end) || (isOpen(before) && !isOpen(after));
    })
    .map(({ id }) => id);
}

const named = ({ input }: Scene, prefix: string): NamedException[] =>
  input.exceptions.map((exception, index) => ({ ...exception, id: `${prefix}${index}` }));

const change = fc
  .record({
    one: scene,
    other: scene,
    isNewZone: fc.boolean(),
    isNewWeek: fc.boolean(),
    kept: fc.integer({ min: 0, max: 3 }),
    sessions: fc.array(
      fc.record({
        isAtOther: fc.boolean(),
        minute: fc.integer({ min: -3 * 288, max: 4 * 288 }).map((fives) => fives * 5),
        length: fc.oneof(
          fc.integer({ min: 1, max: 60 }).map((fives) => fives * 5),
          fc.integer({ min: 1, max: 500 }),
        ),
        ms: fc.constantFrom(0, 0, 0, 1, 59_999),
      }),
      { maxLength: 30 },
    ),
  })
  .map(({ one, other, isNewZone, isNewWeek, kept, sessions }) => {
    const before = { timeZone: one.input.doctor.timeZone, periods: one.input.periods, exceptions: named(one, 'a') };
    const timeZone = isNewZone ? other.input.doctor.timeZone : before.timeZone;
    const weekly = other.input.periods[0]?.weekly ?? [];
    const hours = isNewWeek ? withWeeklyHours(before, { timeZone, validFrom: one.date, weekly }) : before;
    const exceptions = [...before.exceptions.slice(0, kept), ...named(other, 'b')];
    return {
      before,
      after: { ...hours, timeZone, exceptions },
      sessions: sessions.map(({ isAtOther, minute, length, ms }, index): BookedTime => {
        const startMs = Date.parse(isAtOther ? other.date : one.date) + minute * 60_000 + ms;
        return { id: String(index), startMs, endMs: startMs + length * 60_000 };
      }),
    };
  });

test('sessions looked at all at once are affected exactly as each by itself', () => {
  fc.assert(
    fc.property(change, ({ before, after, sessions }) => {
      const found = affectedSessions(before, after, sessions).map(({ id }) => id);
      expect(found).toEqual(affectedOneByOne(before, after, sessions));
    }),
    { numRuns: 1_000 },
  );
});

test('no sessions are no work', () => {
  const nothing: Schedule = { timeZone: 'Europe/Berlin', periods: [], exceptions: [] };
  expect(affectedSessions(nothing, nothing, [])).toEqual([]);
});
