import { z } from 'zod';
import { NOTIFICATION_KINDS, NOTIFICATION_STATUSES } from '../../../domain/notifications/types.js';
import { SESSION_ACTIONS } from '../../../domain/session/allowed-actions.js';
import { ATTENDANCES, REJECT_CATEGORIES, SESSION_STATUSES } from '../../../domain/session/types.js';
import { utcInstant } from '../primitives.js';
import { namedRef, person } from './common.js';

const roomRef = z.object({ id: z.guid(), name: z.string() }).meta({ id: 'RoomRef' });

const sessionPatient = namedRef
  .extend({ phone: z.string().nullable().optional(), email: z.string().nullable().optional() })
  .meta({ id: 'SessionPatient', description: 'Contact data only for those who may see it' });

const move = z
  .object({
    id: z.guid(),
    status: z.enum(['PROPOSED', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN']),
    awaiting: z.enum(['DOCTOR', 'PATIENT']),
    startsAt: utcInstant,
    endsAt: utcInstant,
    dueAt: utcInstant.meta({ description: 'When it lapses and the present time simply stays' }),
    doctor: namedRef,
    room: roomRef.nullable(),
    reason: z.string().nullable().meta({ description: 'Staff only' }),
    proposedBy: person.nullable(),
  })
  .meta({ id: 'Move' });

export const session = z
  .object({
    id: z.guid(),
    code: z.string(),
    status: z.enum(SESSION_STATUSES),
    attendance: z.enum(ATTENDANCES),
    version: z.int(),
    doctor: namedRef,
    patient: sessionPatient,
    room: roomRef.nullable(),
    telehealth: z.boolean(),
    telehealthUrl: z.string().nullable(),
    startsAt: utcInstant,
    endsAt: utcInstant,
    timeZone: z.string(),
    decisionDueAt: utcInstant,
    createdAt: utcInstant,
    createdBy: person.nullable(),
    decidedAt: utcInstant.nullable().optional(),
    decidedBy: person.nullable().optional(),
    reason: z.string().nullable().optional().meta({ description: 'Staff only' }),
    reasonCategory: z.enum(REJECT_CATEGORIES).nullable().optional(),
    visitReason: z.string().nullable().optional(),
    note: z.string().nullable().optional().meta({ description: 'Staff only' }),
    move: move.nullable().optional(),
    overbooked: z.boolean(),
    allowedActions: z.array(z.enum(SESSION_ACTIONS)),
  })
  .meta({ id: 'Session' });

/** What an entry is about, as far as its kind has it. `doctorId` and `roomId` are of the proposed or of the new time. */
const historyDetails = z
  .object({
    moveId: z.guid(),
    withdrawnMoveId: z.guid(),
    startsAt: utcInstant,
    endsAt: utcInstant,
    doctorId: z.guid(),
    roomId: z.guid(),
    previousStartsAt: utcInstant,
    previousEndsAt: utcInstant,
    previousDoctorId: z.guid(),
    previousRoomId: z.guid(),
    proposedStartsAt: utcInstant,
    proposedEndsAt: utcInstant,
  })
  .partial()
  .meta({ id: 'HistoryDetails' });

export const historyEntry = z
  .object({
    at: utcInstant,
    by: person.nullable(),
    kind: z.string(),
    from: z.enum(SESSION_STATUSES).nullable(),
    to: z.enum(SESSION_STATUSES),
    reason: z.string().nullable().meta({ description: 'For a patient the category only' }),
    channel: z.string(),
    version: z.int(),
    details: historyDetails.optional(),
  })
  .meta({ id: 'HistoryEntry' });

export const message = z
  .object({
    kind: z.enum(NOTIFICATION_KINDS),
    channel: z.enum(['SMS', 'EMAIL', 'SLACK']),
    status: z.enum(NOTIFICATION_STATUSES),
    providerId: z.string().nullable(),
    at: utcInstant,
  })
  .meta({ id: 'Message' });

export const decisionReceipt = z.object({ decisionId: z.guid() }).meta({ id: 'DecisionReceipt' });
