import { z } from 'zod';
import { ERROR_CODES } from '../../domain/errors.js';
import { REJECT_CATEGORIES } from '../../domain/session/types.js';
import { ANY_USER, defineOperation, people } from './operation.js';
import { idParams, uuid } from './primitives.js';
import { session } from './resources/session.js';
import { reason, refusals, settled, version } from './settled.js';

export const approveSession = defineOperation({
  operationId: 'approveSession',
  method: 'POST',
  path: '/sessions/{id}/approve',
  tag: 'sessions',
  summary: 'Accept a request',
  access: people(['DOCTOR', 'ADMIN']),
  params: idParams,
  body: z.strictObject({ version }),
  bodyRequired: false,
  responses: settled,
  errors: refusals,
  idempotent: true,
});

export const rejectSession = defineOperation({
  operationId: 'rejectSession',
  method: 'POST',
  path: '/sessions/{id}/reject',
  tag: 'sessions',
  summary: 'Say no to a request; a reason is required',
  access: people(['DOCTOR', 'ADMIN']),
  params: idParams,
  body: z.strictObject({
    reason,
    category: z.enum(REJECT_CATEGORIES).optional(),
    version,
  }),
  bodyRequired: false,
  responses: settled,
  errors: [...refusals, 'reason_required'],
  idempotent: true,
});

export const cancelSession = defineOperation({
  operationId: 'cancelSession',
  method: 'POST',
  path: '/sessions/{id}/cancel',
  tag: 'sessions',
  summary: 'Call a session off; patients only before the cut-off',
  access: people(ANY_USER),
  params: idParams,
  body: z.strictObject({ reason, version }),
  bodyRequired: false,
  responses: settled,
  errors: refusals,
  idempotent: true,
});

export const confirmSession = defineOperation({
  operationId: 'confirmSession',
  method: 'POST',
  path: '/sessions/{id}/confirm',
  tag: 'sessions',
  summary: 'The patient will come; staff may say so for them',
  access: people(ANY_USER),
  params: idParams,
  body: z.strictObject({}),
  bodyRequired: false,
  responses: settled,
  errors: refusals,
  idempotent: true,
});

export const declineSession = defineOperation({
  operationId: 'declineSession',
  method: 'POST',
  path: '/sessions/{id}/decline',
  tag: 'sessions',
  summary: 'The patient cannot come; the slot stays held until staff act',
  access: people(ANY_USER),
  params: idParams,
  body: z.strictObject({}),
  bodyRequired: false,
  responses: settled,
  errors: refusals,
  idempotent: true,
});

export const getDecision = defineOperation({
  operationId: 'getDecision',
  method: 'GET',
  path: '/sessions/{id}/decisions/{decisionId}',
  tag: 'sessions',
  summary: 'What became of a decision; for the one who decided, and staff',
  access: people(ANY_USER),
  params: idParams.extend({ decisionId: uuid }),
  responses: {
    200: z
      .object({
        state: z.enum(['PENDING', 'APPLIED', 'REFUSED']),
        code: z.enum(ERROR_CODES).nullable().optional(),
        session: session.optional(),
      })
      .meta({ id: 'Decision' }),
  },
  errors: ['not_found'],
});
