import fc from 'fast-check';
import type { Policy } from '../../../../domain/policy/policy.js';
import { POLICY_RANGES, type RangedField } from '../../../../domain/policy/ranges.js';

export const USUAL_POLICY: Policy = {
  version: 1,
  clinicName: 'Elm Street Clinic',
  timeZone: 'Europe/Berlin',
  minimumLeadMinutes: 60,
  maximumHorizonDays: 60,
  slotStepMinutes: 15,
  defaultDurationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  decisionDeadlineMinutes: 1_440,
  decisionLeadMinutes: 30,
  reminderOffsetsMinutes: [2_880, 180],
  quietHours: { from: '21:00', to: '08:00' },
  patientCancelCutoffMinutes: 1_440,
  patientMoveCutoffMinutes: 1_440,
  patientSelfBooking: true,
  lockoutThreshold: 10,
  lockoutMinutes: 15,
  signInsPerSourcePerMinute: 30,
  signUpsPerSourcePerHour: 20,
  smsPerDay: 1,
  smsPerWeek: 3,
};

/** In the range as a rule, and now and then just outside it or far away. */
function near(field: RangedField): fc.Arbitrary<number> {
  const [min, max] = POLICY_RANGES[field];
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(USUAL_POLICY[field]) },
    { weight: 4, arbitrary: fc.integer({ min, max }) },
    { weight: 1, arbitrary: fc.constantFrom(min - 1, min, max, max + 1, -1, 0, 2_147_483_647) },
  );
}

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 30, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const offsets = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 11 }).map((list) => list.sort((a, b) => b - a)),
  fc.array(fc.integer({ min: -1, max: 5 }), { maxLength: 3 }),
);
const usuallyAs = <T>(usual: T, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: odd });

/** Policies of which about half could be in force. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    timeZone: usuallyAs('Europe/Berlin', fc.constantFrom('UTC', 'Africa/Cairo', 'Mars/Olympus', 'EST5EDT4', 'CET', '')),
    reminderOffsetsMinutes: usuallyAs([2_880, 180], offsets),
    quietHours: usuallyAs(
      USUAL_POLICY.quietHours,
      fc.oneof(
        fc.record({ from: clock, to: clock }),
        fc.constantFrom(
          { from: '08:00', to: '08:00' },
          { from: '08:00', to: '07:00' },
          { from: '08:00', to: '07:01' },
          { from: '00:00', to: '23:59' },
        ),
      ),
    ),
    patientSelfBooking: fc.boolean(),
  })
  .chain((rest) =>
    fc
      .record(
        Object.fromEntries(Object.keys(POLICY_RANGES).map((field) => [field, near(field as RangedField)])) as Record<
          RangedField,
          fc.Arbitrary<number>
        >,
      )
      .map((numbers) => ({ ...USUAL_POLICY, ...numbers, ...rest })),
  );
