import { z } from 'zod';
import { ANY_USER, defineOperation, people } from './operation.js';
import { idParams, instant, uuid } from './primitives.js';
import { override, reason, refusals, settled, timeRefusals, version } from './settled.js';

const TAG = 'sessions';

export const moveSession = defineOperation({
  operationId: 'moveSession',
  method: 'POST',
  path: '/sessions/{id}/move',
  tag: TAG,
  summary:
    'Another time: at once for a request that the patient or a secretary moves, else a proposal that the other side approves',
  access: people(ANY_USER),
  params: idParams,
  body: z.strictObject({
    startsAt: instant,
    doctorId: uuid.optional().meta({ description: 'For secretaries and admins; without it the doctor stays' }),
    roomId: uuid
      .optional()
      .meta({ description: 'Without it the present room where it is free, else the first free one' }),
    reason,
    version,
    override,
  }),
  responses: settled,
  errors: [...refusals, ...timeRefusals],
  idempotent: true,
});

export const approveMove = defineOperation({
  operationId: 'approveMove',
  method: 'POST',
  path: '/sessions/{id}/move/approve',
  tag: TAG,
  summary: 'Accept the proposed time; for those whom it awaits, a secretary for the patient, and admins',
  access: people(ANY_USER),
  params: idParams,
  body: z.strictObject({ version }),
  bodyRequired: false,
  responses: settled,
  errors: refusals,
  idempotent: true,
});

export const rejectMove = defineOperation({
  operationId: 'rejectMove',
  method: 'POST',
  path: '/sessions/{id}/move/reject',
  tag: TAG,
  summary: 'Keep the present time; a reason is required where the proposal awaits the doctor',
  access: people(ANY_USER),
  params: idParams,
  body: z.strictObject({ reason, version }),
  bodyRequired: false,
  responses: settled,
  errors: [...refusals, 'reason_required'],
  idempotent: true,
});

export const withdrawMove = defineOperation({
  operationId: 'withdrawMove',
  method: 'POST',
  path: '/sessions/{id}/move/withdraw',
  tag: TAG,
  summary: 'Take a proposal back; for whoever made it, secretaries and admins',
  access: people(ANY_USER),
  params: idParams,
  body: z.strictObject({ version }),
  bodyRequired: false,
  responses: settled,
  errors: refusals,
  idempotent: true,
});
