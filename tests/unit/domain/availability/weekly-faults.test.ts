import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minuteOf, timeOf, weeklyFaults } from '../../../../domain/availability/editing/index.js';
import type { LocalStretch, WeeklyStretch } from '../../../../domain/availability/types.js';

const DAY = 1_440;
const WEEK = 7 * DAY;
const minute = fc.integer({ min: 0, max: 95 }).map((quarters) => quarters * 15);
const end = fc.oneof(minute, fc.constant(DAY));
const stretch: fc.Arbitrary<WeeklyStretch> = fc.record({
  weekday: fc.integer({ min: 1, max: 7 }),
  startMinute: minute,
  endMinute: end,
  breaks: fc.array(fc.record({ startMinute: minute, endMinute: end }), { maxLength: 2 }),
});

/** The minutes that a stretch covers from its own midnight, one by one. */
function minutes({ startMinute, endMinute }: LocalStretch): number[] {
  const last = endMinute <= startMinute ? endMinute + DAY : endMinute;
  return Array.from({ length: last - startMinute }, (_, index) => startMinute + index);
}

/** Whether hours are sound, by colouring minutes. */
function isSound(weekly: WeeklyStretch[]): boolean {
  const week = new Set<number>();
  for (const hours of weekly) {
    const own = minutes(hours);
    if (own.length >= DAY) return false;
    const within = new Set(own);
    const paused = new Set<number>();
    for (const pause of hours.breaks) {
      const shift = pause.startMinute < hours.startMinute ? DAY : 0;
      for (const each of minutes(pause).map((plain) => plain + shift)) {
        if (!within.has(each) || paused.has(each)) return false;
        paused.add(each);
      }
    }
    for (const each of own.map((plain) => ((hours.weekday - 1) * DAY + plain) % WEEK)) {
      if (week.has(each)) return false;
      week.add(each);
    }
  }
  return true;
}

describe('weekly hours', () => {
  test('are faulty exactly where minutes meet, break out or make a day', () => {
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 5 }), (weekly) => {
        expect(weeklyFaults(weekly).length === 0).toBe(isSound(weekly));
      }),
      { numRuns: 2_000 },
    );
  });

  test('stay sound where they are cut in two, and faulty where one is doubled', () => {
    const sound = fc
      .array(stretch, { minLength: 1, maxLength: 4 })
      .filter((weekly) => weeklyFaults(weekly).length === 0);
    fc.assert(
      fc.property(sound, (weekly) => {
        const [first] = weekly as [WeeklyStretch];
        expect(weeklyFaults([...weekly, { ...first, breaks: [] }]).map(({ pointer }) => pointer)).toEqual([
          `/weekly/${weekly.length}`,
        ]);
        const length = minutes(first).length;
        if (length < 30) return;
        const middle = (first.startMinute + 15) % DAY;
        const halves: WeeklyStretch[] = [
          { ...first, endMinute: middle === 0 ? DAY : middle, breaks: [] },
          {
            ...first,
            weekday: first.startMinute + 15 >= DAY ? (first.weekday % 7) + 1 : first.weekday,
            startMinute: middle,
            breaks: [],
          },
        ];
        expect(weeklyFaults([...halves, ...weekly.slice(1)])).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('name the place and the remedy', () => {
    const monday = { weekday: 1, startMinute: 480, endMinute: 720, breaks: [] };
    expect(weeklyFaults([monday, { ...monday, startMinute: 700, endMinute: 800 }])).toEqual([
      { pointer: '/weekly/1', message: 'overlaps /weekly/0 (Monday 08:00–12:00); join or shorten one' },
    ]);
  });
});

test('times of a day are written as they are read', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: DAY }), (value) => minuteOf(timeOf(value)) === value));
  for (const bad of ['24:01', '12:60', '9:00', '']) expect(() => minuteOf(bad)).toThrow(RangeError);
});
