import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decisionDueAt, renewedDecisionDue } from '../../../../domain/session/plan-timers.js';

const MINUTE_MS = 60_000;
const NOW_MS = Date.parse('2027-03-01T09:00:00Z');
const at = (minutes: number): string => new Date(NOW_MS + minutes * MINUTE_MS).toISOString();

/** A request, booked and to begin so many minutes from now, which was to be decided by `due`. */
const renewed = (
  booked: number,
  starts: number,
  due: number,
  [decisionDeadlineMinutes, decisionLeadMinutes]: [number, number],
): string =>
  renewedDecisionDue({
    bookedAtMs: NOW_MS + booked * MINUTE_MS,
    startsAtMs: NOW_MS + starts * MINUTE_MS,
    currentDueMs: NOW_MS + due * MINUTE_MS,
    nowMs: NOW_MS,
    policy: { decisionDeadlineMinutes, decisionLeadMinutes },
  });

describe('the time to decide under a new policy', () => {
  it.each<[string, string, number]>([
    ['is longer, from the booking on', renewed(-60, 10_000, 60, [180, 0]), 120],
    ['is shorter', renewed(-60, 10_000, 600, [120, 0]), 60],
    ['ends in a minute where it would be over', renewed(-60, 10_000, 600, [30, 0]), 1],
    ['ends sooner where it did so before', renewed(-60, 10_000, 0.5, [30, 0]), 0.5],
    ['is longer also where it was about to end', renewed(-60, 10_000, 0.5, [90, 0]), 30],
    ['ends the lead before the start', renewed(-60, 300, 240, [1_440, 120]), 180],
    ['never ends after the start', renewed(-60, 30, 20, [1_440, 0]), 30],
    ['is the same where the difference is less than a minute', renewed(-60, 10_000, 60.9, [120, 0]), 60.9],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toBe(at(expected));
  });

  const request = fc
    .record({
      bookedAgo: fc.integer({ min: 0, max: 3_000 * MINUTE_MS }),
      lead: fc.integer({ min: 2 * MINUTE_MS, max: 60_000 * MINUTE_MS }),
      old: fc.tuple(fc.integer({ min: 1, max: 6_000 }), fc.integer({ min: 0, max: 3_000 })),
      young: fc.tuple(fc.integer({ min: 1, max: 6_000 }), fc.integer({ min: 0, max: 3_000 })),
    })
    .map(({ bookedAgo, lead, old, young }) => {
      const [bookedAtMs, startsAtMs] = [NOW_MS - bookedAgo, NOW_MS - bookedAgo + lead];
      const policyOf = ([decisionDeadlineMinutes, decisionLeadMinutes]: [number, number]) => ({
        decisionDeadlineMinutes,
        decisionLeadMinutes,
      });
      const currentDueMs = Date.parse(decisionDueAt({ bookedAtMs, startsAtMs, policy: policyOf(old) }));
      return { bookedAtMs, startsAtMs, currentDueMs, nowMs: NOW_MS, old: policyOf(old), policy: policyOf(young) };
    })
    .filter(({ currentDueMs }) => currentDueMs > NOW_MS);

  it('leaves a minute, never goes beyond the start, and settles', () => {
    fc.assert(
      fc.property(request, (input) => {
        const dueMs = Date.parse(renewedDecisionDue(input));
        expect(dueMs).toBeGreaterThanOrEqual(Math.min(input.currentDueMs, NOW_MS + MINUTE_MS));
        expect(dueMs).toBeLessThanOrEqual(input.startsAtMs);
        const again = renewedDecisionDue({ ...input, currentDueMs: dueMs, nowMs: NOW_MS + 5_000 });
        expect(Date.parse(again)).toBe(dueMs);
      }),
    );
  });

  it('is what a booking under it would have, where that lies a minute ahead', () => {
    fc.assert(
      fc.property(request, (input) => {
        const byRules = Date.parse(decisionDueAt(input));
        fc.pre(byRules >= NOW_MS + MINUTE_MS && Math.abs(byRules - input.currentDueMs) >= MINUTE_MS);
        expect(Date.parse(renewedDecisionDue(input))).toBe(byRules);
      }),
    );
  });

  it('does not change with a policy that says the same', () => {
    fc.assert(
      fc.property(request, ({ old, ...input }) => {
        expect(Date.parse(renewedDecisionDue({ ...input, policy: old }))).toBe(input.currentDueMs);
      }),
    );
  });
});
