import { z } from 'zod';
import { ANY_USER, defineOperation, people } from './operation.js';
import { instant, localDate, pageQuery, queryFlag, uuid } from './primitives.js';
import { slot, slotVerdict } from './resources/slot.js';

export const MAX_SLOT_DAYS = 31;

const wish = {
  doctorId: uuid,
  durationMinutes: z.coerce.number().int().min(5).max(480).optional(),
  roomId: uuid.optional(),
  telehealth: queryFlag
    .optional()
    .meta({ description: 'Without a room: only the doctor and the patient must be free' }),
  patientId: uuid.optional(),
  sessionId: uuid.optional().meta({
    description:
      "For a move: this session's own holds do not count, and its patient, length and place stand where none are named",
  }),
};

export const listSlots = defineOperation({
  operationId: 'listSlots',
  method: 'GET',
  path: '/slots',
  tag: 'slots',
  summary: "Free slots of a doctor; dates are local to the doctor's zone, `to` exclusive, up to 31 days",
  access: people(ANY_USER),
  query: z.object({ ...wish, from: localDate, to: localDate, ...pageQuery }),
  responses: {
    200: z.object({ items: z.array(slot), nextCursor: z.string().nullable() }).meta({ id: 'SlotPage' }),
  },
  errors: ['not_found'],
});

export const explainSlot = defineOperation({
  operationId: 'explainSlot',
  method: 'GET',
  path: '/slots/explain',
  tag: 'slots',
  summary: 'Whether one slot can be booked, every rule that blocks it, and the nearest alternatives',
  access: people(ANY_USER),
  query: z.object({ ...wish, startsAt: instant }),
  responses: { 200: slotVerdict },
  errors: ['not_found'],
});
