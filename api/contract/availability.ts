import { z } from 'zod';
import { CONFLICT_ACTIONS, MAX_CHOICES } from '../../domain/availability/editing/index.js';
import { defineOperation, people } from './operation.js';
import { idParams, instant, localDate, NOTE_MAX, timeZone, uuid, words } from './primitives.js';
import { availability, availabilityException, leave, leaveProgress } from './resources/availability.js';

const TAG = 'availability';

const startTime = z
  .string()
  .max(5)
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time, HH:mm');
const endTime = z
  .string()
  .max(5)
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a local time, HH:mm, up to 24:00');
const stretch = { start: startTime, end: endTime.meta({ description: 'Not after the start: on the next day' }) };

const onConflict = z
  .array(z.strictObject({ sessionId: uuid, action: z.enum(CONFLICT_ACTIONS), startsAt: instant.optional() }))
  .max(MAX_CHOICES)
  .optional()
  .meta({
    description:
      'What becomes of each session that would be left outside. MOVE proposes the named start, which must be free by the changed hours, or the nearest free one. A change that leaves more outside is refused',
  });

export const getAvailability = defineOperation({
  operationId: 'getAvailability',
  method: 'GET',
  path: '/doctors/{id}/availability',
  tag: TAG,
  summary: 'When a doctor works',
  access: people(['SECRETARY', 'DOCTOR', 'ADMIN']),
  params: idParams,
  responses: { 200: availability },
  errors: ['not_found'],
});

export const setWeeklyAvailability = defineOperation({
  operationId: 'setWeeklyAvailability',
  method: 'PUT',
  path: '/doctors/{id}/availability/weekly',
  tag: TAG,
  summary: 'Weekly hours from a day on, today or later; earlier days stay, later changes make way',
  access: people(['DOCTOR', 'ADMIN']),
  params: idParams,
  body: z.strictObject({
    timeZone: timeZone.meta({ description: 'A new one holds from today on' }),
    validFrom: localDate,
    weekly: z.array(
      z.strictObject({
        weekday: z.int().min(1).max(7),
        ...stretch,
        breaks: z.array(z.strictObject(stretch)).default([]),
      }),
    ),
    onConflict,
  }),
  responses: {
    200: availability,
    202: availability.extend({ leave: leaveProgress }).meta({ id: 'AvailabilityWithLeave' }),
  },
  errors: ['not_found', 'past_date', 'confirmation_required'],
  idempotent: true,
});

export const addAvailabilityException = defineOperation({
  operationId: 'addAvailabilityException',
  method: 'POST',
  path: '/doctors/{id}/availability/exceptions',
  tag: TAG,
  summary: 'Close days or hours, or open extra time; closing beats opening',
  access: people(['SECRETARY', 'DOCTOR', 'ADMIN']),
  params: idParams,
  body: z.strictObject({
    from: localDate,
    to: localDate.meta({ description: 'Inclusive' }),
    kind: z.enum(['CLOSED', 'OPEN']),
    start: startTime.optional(),
    end: endTime.optional(),
    reason: words(NOTE_MAX),
    onConflict,
  }),
  responses: {
    201: z.object({ exception: availabilityException, leave: z.null() }).meta({ id: 'AddedException' }),
    202: z.object({ exception: availabilityException, leave: leaveProgress }).meta({ id: 'AddedExceptionWithLeave' }),
  },
  errors: ['not_found', 'past_date', 'confirmation_required'],
  idempotent: true,
});

export const removeAvailabilityException = defineOperation({
  operationId: 'removeAvailabilityException',
  method: 'DELETE',
  path: '/doctors/{id}/availability/exceptions/{exceptionId}',
  tag: TAG,
  summary: 'Remove an exception from today on; days before today stay as they were',
  access: people(['SECRETARY', 'DOCTOR', 'ADMIN']),
  params: idParams.extend({ exceptionId: uuid }),
  body: z.strictObject({ onConflict }),
  bodyRequired: false,
  responses: { 202: z.object({ leave: leaveProgress }).meta({ id: 'RemovedExceptionWithLeave' }), 204: null },
  errors: ['not_found', 'past_date', 'confirmation_required'],
  idempotent: true,
});

export const getLeave = defineOperation({
  operationId: 'getLeave',
  method: 'GET',
  path: '/leaves/{id}',
  tag: TAG,
  summary: 'How far the choices for sessions that a change left outside are carried out',
  access: people(['SECRETARY', 'DOCTOR', 'ADMIN']),
  params: idParams,
  responses: { 200: leave },
  errors: ['not_found'],
});
