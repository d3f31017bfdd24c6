import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  affectedSessions,
  firstDayVerdict,
  matchChoices,
  withException,
  withoutException,
  withWeeklyHours,
  type NamedException,
  type Schedule,
} from '../../../../domain/availability/editing/index.js';
import type { WeeklyStretch } from '../../../../domain/availability/types.js';

const BERLIN = 'Europe/Berlin';
const everyDay = (startMinute: number, endMinute: number): WeeklyStretch[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute, endMinute, breaks: [] }));
const schedule = (weekly: WeeklyStretch[], timeZone = BERLIN): Schedule => ({
  timeZone,
  periods: [{ validFrom: '2026-01-01', validTo: null, weekly }],
  exceptions: [],
});
const closed = (change: Partial<NamedException> = {}): NamedException => ({
  id: 'x',
  from: '2027-03-28',
  to: '2027-03-28',
  kind: 'CLOSED',
  startMinute: null,
  endMinute: null,
  ...change,
});
/** Half an hour at an instant. */
const at = (id: string, startsAt: string) => ({
  id,
  startMs: Date.parse(startsAt),
  endMs: Date.parse(startsAt) + 1_800_000,
});
const ids = (sessions: { id: string }[]): string[] => sessions.map(({ id }) => id);

describe('sessions that a change leaves outside', () => {
  // 2027-03-28 in Berlin has 23 hours, 2027-10-31 has 25: from 23:00Z to 22:00Z, and from 22:00Z to 23:00Z.
  test.each([
    ['2027-03-28', ['2027-03-27T22:30:00Z', '2027-03-27T23:00:00Z', '2027-03-28T21:30:00Z', '2027-03-28T22:00:00Z']],
    ['2027-10-31', ['2027-10-30T21:30:00Z', '2027-10-30T22:00:00Z', '2027-10-31T22:30:00Z', '2027-10-31T23:00:00Z']],
  ])('by a holiday on %s are those of the local day, however long it is', (date, instants) => {
    const before = schedule([...everyDay(0, 720), ...everyDay(720, 1_440)]);
    const sessions = instants.map((instant, index) => at(String(index), instant));
    const after = withException(before, closed({ from: date, to: date }));
    expect(ids(affectedSessions(before, after, sessions))).toEqual(['1', '2']);
  });

  test('by fewer hours over a clock change are judged by the local clock', () => {
    const before = schedule(everyDay(480, 1_080));
    const after = withWeeklyHours(before, { timeZone: BERLIN, validFrom: '2027-03-20', weekly: everyDay(600, 1_080) });
    // 09:00 local is 08:00Z on the day before the change and 07:00Z from that day on.
    const sessions = [
      at('sat', '2027-03-27T08:00:00Z'),
      at('sun', '2027-03-28T07:00:00Z'),
      at('ten', '2027-03-28T08:00:00Z'),
    ];
    expect(ids(affectedSessions(before, after, sessions))).toEqual(['sat', 'sun']);
  });

  test('over midnight belong to the shift that began the day before', () => {
    const before = schedule(everyDay(1_320, 360));
    const after = withWeeklyHours(before, { timeZone: BERLIN, validFrom: '2027-06-10', weekly: [] });
    const sessions = [at('spill', '2027-06-10T02:00:00Z'), at('next', '2027-06-10T20:30:00Z')];
    expect(ids(affectedSessions(before, after, sessions))).toEqual(['next']);
  });

  test('by closing hours over midnight reach into the next day', () => {
    const before = schedule([...everyDay(0, 720), ...everyDay(720, 1_440)]);
    const hours = closed({ from: '2027-06-10', to: '2027-06-10', startMinute: 1_380, endMinute: 60 });
    const sessions = [at('in', '2027-06-10T22:30:00Z'), at('after', '2027-06-10T23:00:00Z')];
    expect(ids(affectedSessions(before, withException(before, hours), sessions))).toEqual(['in']);
  });

  test('by a new zone are those whose instant falls outside the same local hours', () => {
    const before = schedule(everyDay(480, 1_080));
    const after = withWeeklyHours(before, {
      timeZone: 'America/New_York',
      validFrom: '2027-06-01',
      weekly: everyDay(480, 1_080),
    });
    const sessions = [at('morning', '2027-06-10T07:00:00Z'), at('afternoon', '2027-06-10T14:00:00Z')];
    expect(ids(affectedSessions(before, after, sessions))).toEqual(['morning']);
  });

  test('are none where hours only grow, and a session that was outside already is asked about by a closure only', () => {
    const before = schedule(everyDay(480, 720));
    const outside = at('outside', '2027-03-28T18:00:00Z');
    const grown = withWeeklyHours(before, { timeZone: BERLIN, validFrom: '2027-01-01', weekly: everyDay(420, 780) });
    expect(affectedSessions(before, grown, [outside])).toEqual([]);
    expect(ids(affectedSessions(before, withException(before, closed()), [outside]))).toEqual(['outside']);
  });

  test('by an exception that comes and goes: none by its going', () => {
    const before = schedule(everyDay(480, 1_080));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 0, max: 2 }), (half, days) => {
        const session = at('s', new Date(Date.parse('2027-03-27T00:00:00Z') + half * 1_800_000).toISOString());
        const exception = closed({ from: '2027-03-26', to: `2027-03-${26 + days}` });
        const during = withException(before, exception);
        expect(affectedSessions(during, withoutException(during, 'x', '2027-03-20'), [session])).toEqual([]);
        expect(withoutException(during, 'x', '2027-03-26').exceptions).toEqual([]);
      }),
    );
    const running = withException(before, closed({ from: '2027-03-20' }));
    expect(withoutException(running, 'x', '2027-03-25').exceptions).toEqual([
      closed({ from: '2027-03-20', to: '2027-03-24' }),
    ]);
  });
});

describe('choices', () => {
  const action = fc.constantFrom('KEEP' as const, 'MOVE' as const, 'CANCEL' as const);
  test('settle exactly where they name all affected sessions and nothing else', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 9 })),
        fc.uniqueArray(fc.integer({ min: 0, max: 9 })),
        fc.uniqueArray(fc.integer({ min: 0, max: 9 })),
        action,
        (affected, ended, named, word) => {
          const endedIds = ended.filter((id) => !affected.includes(id)).map(String);
          const choices = named.map((id) => ({ sessionId: String(id), action: word }));
          const verdict = matchChoices(choices, affected.map(String), endedIds);
          const strangers = named.filter((id) => !affected.includes(id) && !endedIds.includes(String(id)));
          if (strangers.length > 0) expect(verdict).toMatchObject({ kind: 'FAULTY' });
          else
            expect(verdict.kind).toBe(
              new Set(named).size === affected.length && named.every((id) => affected.includes(id)) ? 'SETTLED' : 'ASK',
            );
        },
      ),
    );
  });
});

describe('the first day of weekly hours', () => {
  const now = Date.parse('2027-03-10T23:30:00Z');
  test.each([
    [BERLIN, '2027-03-10', BERLIN, 'PAST'],
    [BERLIN, '2027-03-11', BERLIN, 'GOOD'],
    ['America/New_York', '2027-03-10', 'America/New_York', 'GOOD'],
    // Berlin has the 11th already, New York the 10th still: the later one counts, both ways.
    [BERLIN, '2027-03-11', 'America/New_York', 'GOOD'],
    ['America/New_York', '2027-03-11', BERLIN, 'GOOD'],
    ['America/New_York', '2027-03-10', BERLIN, 'FAULTY'],
    [BERLIN, '2027-03-12', 'America/New_York', 'FAULTY'],
  ])('zone %s, %s → %s: %s', (present, validFrom, timeZone, kind) => {
    expect(firstDayVerdict({ timeZone, validFrom }, present, now).kind).toBe(kind);
  });
});
