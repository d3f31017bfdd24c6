import { z } from 'zod';
import { MAX_CLINIC_NAME } from '../../domain/notifications/catalogue/names.js';
import { MAX_REMINDERS, POLICY_RANGES, type RangedField } from '../../domain/policy/ranges.js';
import { defineOperation, inPerson, people, STAFF } from './operation.js';
import { timeZone, words } from './primitives.js';
import { policy } from './resources/policy.js';

export const getPolicy = defineOperation({
  operationId: 'getPolicy',
  method: 'GET',
  path: '/policy',
  tag: 'policy',
  summary: "The clinic's rules",
  access: people(STAFF),
  responses: { 200: policy },
  errors: [],
});

const number = (field: RangedField) => {
  const [min, max] = POLICY_RANGES[field];
  return z.int().min(min).max(max).optional();
};
const clock = z
  .string()
  .max(5)
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time, like 21:00');

export const updatePolicy = defineOperation({
  operationId: 'updatePolicy',
  method: 'PATCH',
  path: '/policy',
  tag: 'policy',
  summary: "Change the clinic's rules; open sessions follow for what still lies ahead of them",
  access: inPerson(['ADMIN']),
  body: z.strictObject({
    version: z.int().min(1).optional().meta({ description: 'The version that is changed; another one is 409' }),
    clinicName: words(MAX_CLINIC_NAME).optional(),
    timeZone: timeZone.optional(),
    minimumLeadMinutes: number('minimumLeadMinutes'),
    maximumHorizonDays: number('maximumHorizonDays'),
    slotStepMinutes: number('slotStepMinutes'),
    defaultDurationMinutes: number('defaultDurationMinutes'),
    bufferBeforeMinutes: number('bufferBeforeMinutes'),
    bufferAfterMinutes: number('bufferAfterMinutes'),
    decisionDeadlineMinutes: number('decisionDeadlineMinutes'),
    decisionLeadMinutes: number('decisionLeadMinutes'),
    reminderOffsetsMinutes: z
      .array(
        z
          .int()
          .min(1)
          .max(POLICY_RANGES.maximumHorizonDays[1] * 1_440),
      )
      .max(MAX_REMINDERS)
      .optional()
      .meta({ description: 'Minutes before the start, the earliest reminder first' }),
    quietHours: z.strictObject({ from: clock, to: clock }).optional(),
    patientCancelCutoffMinutes: number('patientCancelCutoffMinutes'),
    patientMoveCutoffMinutes: number('patientMoveCutoffMinutes'),
    patientSelfBooking: z.boolean().optional(),
    lockoutThreshold: number('lockoutThreshold'),
    lockoutMinutes: number('lockoutMinutes'),
    signInsPerSourcePerMinute: number('signInsPerSourcePerMinute'),
    signUpsPerSourcePerHour: number('signUpsPerSourcePerHour'),
    smsPerDay: number('smsPerDay'),
    smsPerWeek: number('smsPerWeek'),
  }),
  responses: { 200: policy },
  errors: ['stale_version'],
  idempotent: true,
});
