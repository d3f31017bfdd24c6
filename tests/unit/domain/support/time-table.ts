import { expect } from '@jest/globals';
import { evaluateSlot, listSlots } from '../../../../domain/availability/index.js';
import type { SlotRule } from '../../../../domain/availability/types.js';
import { plusDays } from '../../../../domain/time/local-date.js';
import { clinic, type Clinic } from './scheduling.js';

/** One line of a table whose instants are worked out by hand; all are UTC, `YYYY-MM-DDTHH:mm`. */
export interface Row extends Pick<Clinic, 'hours' | 'breaks' | 'weekdays' | 'exceptions' | 'policy'> {
  name: string;
  timeZone: string;
  /** The first local day that is listed, and how many (1 where not given). */
  date: string;
  days?: number;
  step: number;
  duration: number;
  now?: string;
  /** Every start that is free, in order. */
  free: string[];
  /** Starts that are not, with exactly these rules. */
  refused?: Record<string, SlotRule[]>;
}

const NEW_YEAR = '2027-01-01T00:00';

/** The list is the table's, and judging each start by itself says the same. */
export function expectRow({
  name: _,
  date,
  days = 1,
  step,
  duration,
  now = NEW_YEAR,
  free,
  refused,
  ...rest
}: Row): void {
  const input = clinic({ ...rest, policy: { ...rest.policy, slotStepMinutes: step } });
  const nowMs = Date.parse(`${now}Z`);
  const wish = { durationMinutes: duration, roomId: null, patientId: null, telehealth: false };
  const slots = listSlots(input, { from: date, to: plusDays(date, days), ...wish, nowMs });
  expect(slots.map(({ startsAt }) => startsAt)).toEqual(free.map((start) => `${start}:00.000Z`));
  const rulesOf = (start: string): SlotRule[] =>
    evaluateSlot(input, { startsAtMs: Date.parse(`${start}Z`), ...wish }, nowMs).reasons.map(({ rule }) => rule);
  for (const start of free) expect([start, rulesOf(start)]).toEqual([start, []]);
  for (const [start, rules] of Object.entries(refused ?? {})) expect([start, rulesOf(start)]).toEqual([start, rules]);
}
