import { z } from 'zod';
import { SESSION_STATUSES } from '../../domain/session/types.js';
import { defineOperation, people, STAFF } from './operation.js';
import { durationMinutes, idParams, instant, NOTE_MAX, text, uuid } from './primitives.js';
import { decisionReceipt } from './resources/session.js';
import { override, reason, refusals, settled, timeRefusals, version } from './settled.js';

const TAG = 'sessions';

export const completeSession = defineOperation({
  operationId: 'completeSession',
  method: 'POST',
  path: '/sessions/{id}/complete',
  tag: TAG,
  summary: 'It took place; from its start on, also in place of a no-show',
  access: people(STAFF),
  params: idParams,
  body: z.strictObject({ version }),
  bodyRequired: false,
  responses: settled,
  errors: refusals,
  idempotent: true,
});

export const markNoShow = defineOperation({
  operationId: 'markNoShow',
  method: 'POST',
  path: '/sessions/{id}/no-show',
  tag: TAG,
  summary: 'The patient did not come; from its start on, also in place of completed',
  access: people(STAFF),
  params: idParams,
  body: z.strictObject({ version }),
  bodyRequired: false,
  responses: settled,
  errors: refusals,
  idempotent: true,
});

export const reopenSession = defineOperation({
  operationId: 'reopenSession',
  method: 'POST',
  path: '/sessions/{id}/reopen',
  tag: TAG,
  summary: 'Bring a session back that has ended; it takes its slot again',
  access: people(['ADMIN']),
  params: idParams,
  body: z.strictObject({ reason, version, override }),
  bodyRequired: false,
  responses: settled,
  errors: [...refusals, ...timeRefusals, 'reason_required'],
  idempotent: true,
});

export const updateSession = defineOperation({
  operationId: 'updateSession',
  method: 'PATCH',
  path: '/sessions/{id}',
  tag: TAG,
  summary: 'Change anything of a session at once; a broken rule needs an override',
  access: people(['ADMIN']),
  params: idParams,
  body: z
    .strictObject({
      startsAt: instant.optional(),
      durationMinutes: durationMinutes.optional(),
      doctorId: uuid.optional(),
      roomId: uuid.optional(),
      telehealth: z.boolean().optional(),
      status: z.enum(SESSION_STATUSES).optional(),
      visitReason: text(NOTE_MAX).nullable().optional(),
      note: text(NOTE_MAX).nullable().optional(),
      reason,
      version,
      override,
    })
    .refine((body) => !(body.telehealth && body.roomId), {
      path: ['roomId'],
      message: 'a telehealth session has no room',
    }),
  responses: settled,
  errors: [...refusals, ...timeRefusals, 'reason_required'],
  idempotent: true,
});

export const deleteSession = defineOperation({
  operationId: 'deleteSession',
  method: 'DELETE',
  path: '/sessions/{id}',
  tag: TAG,
  summary: 'Free its slot and hide it; the record stays, and the patient is told where it was still to take place',
  access: people(['ADMIN']),
  params: idParams,
  body: z.strictObject({ reason, version }),
  bodyRequired: false,
  responses: { 202: decisionReceipt, 204: null },
  errors: [...refusals, 'reason_required'],
  idempotent: true,
});
