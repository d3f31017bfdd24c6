import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateSlot, listSlots, nearestAlternatives } from '../../../../domain/availability/index.js';
import { type Scene, scene } from '../support/arbitrary-clinic.js';
import { isOpenAt } from '../support/slow-clock.js';

const MINUTE_MS = 60_000;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;

const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function listed({ input, date, ...wish }: Scene): string[] {
  return listSlots(input, { from: date, to: dayAfter(date), ...wish }).map(({ startsAt }) => startsAt);
}

/** Every fifth minute that may belong to the local day in any zone. */
function candidates({ date }: Scene): number[] {
  const from = Date.parse(`${date}T00:00:00Z`) - 15 * 3_600_000;
  return Array.from({ length: (54 * 3_600_000) / FIVE_MINUTES_MS }, (_, index) => from + index * FIVE_MINUTES_MS);
}

/** The candidates whose local date is the scene's. */
function candidatesOfDay(view: Scene): number[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: view.input.doctor.timeZone, dateStyle: 'short' });
  return candidates(view).filter((ms) => format.format(ms) === view.date);
}

describe('one engine', () => {
  test('a slot is listed if and only if evaluateSlot calls it bookable', () => {
    fc.assert(
      fc.property(scene, (view) => {
        const bookable = candidatesOfDay(view)
          .filter((startsAtMs) => evaluateSlot(view.input, { ...view, startsAtMs }, view.nowMs).bookable)
          .map((ms) => new Date(ms).toISOString());
        expect(listed(view)).toEqual(bookable);
      }),
      { numRuns: 60 },
    );
  });

  test('listed rooms are the free rooms', () => {
    fc.assert(
      fc.property(scene, (view) => {
        const { input, date, ...wish } = view;
        for (const slot of listSlots(input, { from: date, to: dayAfter(date), ...wish })) {
          const verdict = evaluateSlot(input, { ...view, startsAtMs: Date.parse(slot.startsAt) }, view.nowMs);
          expect(slot.roomIds).toEqual(verdict.freeRoomIds);
          expect(Date.parse(slot.endsAt) - Date.parse(slot.startsAt)).toBe(view.durationMinutes * MINUTE_MS);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('alternatives are bookable in some room, nearest first, and never the wanted start in a room that is free', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 0, max: 200 }), (view, offset) => {
        const startsAtMs = candidates(view)[offset] ?? 0;
        const request = { ...view, startsAtMs };
        const slots = nearestAlternatives(view.input, request, view.nowMs, 5);
        const distances = slots.map(({ startsAt }) => Math.abs(Date.parse(startsAt) - startsAtMs));
        expect(distances).toEqual([...distances].sort((a, b) => a - b));
        for (const { startsAt } of slots) {
          const again = { ...request, startsAtMs: Date.parse(startsAt), roomId: null };
          expect(evaluateSlot(view.input, again, view.nowMs).bookable).toBe(true);
          if (again.startsAtMs === startsAtMs)
            expect(evaluateSlot(view.input, request, view.nowMs).bookable).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('opening hours agree with a clock on the wall, minute by minute', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 0, max: 647 }), (view, offset) => {
        const startsAtMs = candidates(view)[offset] ?? 0;
        const { reasons } = evaluateSlot(view.input, { ...view, startsAtMs }, view.nowMs);
        const refused = reasons.some(({ rule }) => rule === 'outside_hours' || rule === 'break' || rule === 'closed');
        const minutes = Array.from({ length: view.durationMinutes }, (_, index) => startsAtMs + index * MINUTE_MS);
        expect(!refused).toBe(minutes.every((ms) => isOpenAt(view.input, ms)));
      }),
      { numRuns: 150 },
    );
  });
});
