import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { planTimers, timerKey, type PlannedTimer } from '../../../../domain/session/plan-timers.js';
import { quietStretchAt } from '../../../../domain/session/quiet-hours.js';
import { ATTENDANCES } from '../../../../domain/session/types.js';
import { basis, snapshot } from './planned.js';
import { REMINDER_TABLE } from './reminder-table.js';

const approved = snapshot({ status: 'APPROVED', version: 2 });
const ms = (iso: string): number => Date.parse(iso);
const LONG_AGO = ms('2027-05-01T12:00:00Z');
const of = (kind: string, timers: PlannedTimer[]): string[] =>
  timers.filter((timer) => timer.kind === kind).map(({ at }) => at);

describe('reminders by hand', () => {
  test.each(REMINDER_TABLE)('$zone, $start: $why', ({ zone, startsAt, reminders }) => {
    const endsAt = new Date(ms(startsAt) + 1_800_000).toISOString();
    const session = { ...approved, startsAt, endsAt };
    const since = '2027-01-01T00:00:00.000Z';
    const timers = planTimers(session, basis({ approvedSince: since, policy: { timeZone: zone } }), ms(since));
    expect(timers).toEqual([
      { kind: 'REMINDER', at: reminders[0], offsetMinutes: 2_880 },
      { kind: 'REMINDER', at: reminders[1], offsetMinutes: 180 },
      { kind: 'NO_ANSWER', at: reminders[1].replace(':00.000Z', ':01.000Z') },
      { kind: 'COMPLETE', at: endsAt },
    ]);
  });
});

describe('reminders', () => {
  test('what was past at the approval is skipped, and nobody is called who was not reminded', () => {
    const plan = (approvedSince: string) => planTimers(approved, basis({ approvedSince }), ms(approvedSince));
    expect(of('REMINDER', plan('2027-05-10T08:30:00.000Z'))).toEqual(['2027-05-11T18:30:00.000Z']);
    expect(plan('2027-05-11T18:30:00.000Z').map(({ kind }) => kind)).toEqual(['COMPLETE']);
  });

  test('who has confirmed hears of the last one only, and is not called', () => {
    const timers = planTimers({ ...approved, attendance: 'CONFIRMED' }, basis(), LONG_AGO);
    expect(timers.map(timerKey)).toEqual(['REMINDER/180', 'COMPLETE']);
  });

  test('who cannot come hears of none', () => {
    const timers = planTimers({ ...approved, attendance: 'DECLINED' }, basis(), LONG_AGO);
    expect(timers.map(timerKey)).toEqual(['COMPLETE']);
  });

  test('what has fired is not planned again', () => {
    const fired = ['REMINDER/2880', 'REMINDER/180', 'NO_ANSWER'];
    expect(planTimers(approved, basis({ fired }), LONG_AGO).map(timerKey)).toEqual(['COMPLETE']);
  });

  test.each([
    ['at once by day', '2027-05-10T10:00:00Z', ['2027-05-10T08:30:00.000Z', '2027-05-11T18:30:00.000Z']],
    ['at the end of the night', '2027-05-10T20:00:00Z', ['2027-05-11T06:00:00.000Z', '2027-05-11T18:30:00.000Z']],
    ['the last of two that are late', '2027-05-11T18:45:00Z', ['2027-05-11T18:30:00.000Z']],
    ['the last of two, at the end of the night', '2027-05-11T22:00:00Z', ['2027-05-12T06:00:00.000Z']],
    ['none after the start', '2027-05-12T08:30:00Z', []],
  ])('late: %s', (_, now, expected) => {
    expect(of('REMINDER', planTimers(approved, basis(), ms(now)))).toEqual(expected);
  });

  test('late at night: none where less than an hour would be left, and the desk calls', () => {
    const early = { ...approved, startsAt: '2027-05-12T06:30:00.000Z', endsAt: '2027-05-12T07:00:00.000Z' };
    const timers = planTimers(early, basis(), ms('2027-05-12T01:00:00Z'));
    expect(timers.map(timerKey)).toEqual(['NO_ANSWER', 'COMPLETE']);
  });

  test('two that fall on the same evening are one', () => {
    const policy = { reminderOffsetsMinutes: [600, 540, 60] };
    const timers = planTimers(approved, basis({ policy }), LONG_AGO);
    expect(timers.map(timerKey)).toEqual(['REMINDER/540', 'REMINDER/60', 'NO_ANSWER', 'COMPLETE']);
  });

  test('a clinic without reminders calls nobody', () => {
    const timers = planTimers(approved, basis({ policy: { reminderOffsetsMinutes: [] } }), LONG_AGO);
    expect(timers.map(timerKey)).toEqual(['COMPLETE']);
  });
});

describe('whatever the rules and the clock', () => {
  const minutes = (from: number, to: number): fc.Arbitrary<number> => fc.integer({ min: from, max: to });
  const clock = minutes(0, 1_439).map((all) =>
    DateTime.fromObject({}).startOf('day').plus({ minutes: all }).toFormat('HH:mm'),
  );
  const quiet = fc
    .record({ from: clock, to: clock })
    .filter(({ from, to }) => (toMinutes(from) - toMinutes(to) + 1_440) % 1_440 >= 60);
  const world = fc.record({
    timeZone: fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Cairo',
      'Asia/Kolkata',
    ),
    quietHours: quiet,
    reminderOffsetsMinutes: fc.uniqueArray(minutes(1, 14_400), { maxLength: 10 }),
    startsAtMs: fc
      .integer({ min: ms('2027-01-01T00:00Z') / 900_000, max: ms('2028-01-01T00:00Z') / 900_000 })
      .map((n) => n * 900_000),
    approvedBefore: minutes(1, 20_000),
    nowAfterApproval: minutes(0, 20_000),
    attendance: fc.constantFrom(...ATTENDANCES),
  });
  const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

  const planned = (w: typeof world extends fc.Arbitrary<infer T> ? T : never, fired: string[] = []) => {
    const { startsAtMs, approvedBefore, nowAfterApproval, attendance, ...policy } = w;
    const sinceMs = startsAtMs - approvedBefore * 60_000;
    const nowMs = sinceMs + nowAfterApproval * 60_000;
    const session = {
      ...approved,
      attendance,
      startsAt: new Date(startsAtMs).toISOString(),
      endsAt: new Date(startsAtMs + 1_800_000).toISOString(),
    };
    const timers = planTimers(session, basis({ approvedSince: new Date(sinceMs).toISOString(), fired, policy }), nowMs);
    return { timers, nowMs, sinceMs, startsAtMs, policy: basis({ policy }).policy };
  };

  test('no reminder goes in quiet hours, after the start, or for what was past at the approval', () => {
    fc.assert(
      fc.property(world, (w) => {
        const { timers, nowMs, sinceMs, startsAtMs, policy } = planned(w);
        for (const { at } of timers.filter(({ kind }) => kind === 'REMINDER')) {
          const goesMs = Math.max(ms(at), nowMs);
          expect(quietStretchAt(goesMs, policy)).toBeNull();
          expect(goesMs).toBeLessThan(startsAtMs);
          expect(ms(at)).toBeGreaterThan(sinceMs);
        }
      }),
    );
  });

  test('at most one reminder is late, each offset comes once, and each comes before a smaller one', () => {
    fc.assert(
      fc.property(world, (w) => {
        const { timers, nowMs } = planned(w);
        const reminders = timers.filter(({ kind }) => kind === 'REMINDER');
        expect(reminders.filter(({ at }) => ms(at) <= nowMs).length).toBeLessThanOrEqual(1);
        const offsets = reminders.map(({ offsetMinutes = 0 }) => offsetMinutes);
        expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => b - a));
      }),
    );
  });

  test('fired one by one until nothing is left, however late: the plan comes to an end', () => {
    fc.assert(
      fc.property(world, (w) => {
        const fired: string[] = [];
        for (let rounds = 0; rounds < 25; rounds += 1) {
          const [next] = planned(w, fired).timers.filter(({ kind }) => kind === 'REMINDER' || kind === 'NO_ANSWER');
          if (next === undefined) return;
          expect(fired).not.toContain(timerKey(next));
          fired.push(timerKey(next));
        }
        throw new Error(`No end: ${fired.join(', ')}`);
      }),
    );
  });
});
