import { z } from 'zod';
import { SESSION_STATUSES } from '../../domain/session/types.js';
import { ANY_USER, defineOperation, people } from './operation.js';
import {
  commaList,
  durationMinutes,
  idList,
  idParams,
  instant,
  localDate,
  NAME_MAX,
  NOTE_MAX,
  pageOf,
  pageQuery,
  text,
  uuid,
} from './primitives.js';
import { historyEntry, message, session } from './resources/session.js';
import { override, timeRefusals } from './settled.js';

export const SESSION_SORTS = ['startsAt', '-startsAt', 'createdAt', '-createdAt'] as const;

/** What the list and the export take alike. */
export const sessionFilter = {
  status: commaList(SESSION_STATUSES).optional(),
  doctorId: idList.optional(),
  patientId: idList.optional(),
  roomId: idList.optional(),
  from: localDate.optional(),
  to: localDate.optional(),
  search: text(NAME_MAX).optional(),
  sort: z.enum(SESSION_SORTS).default('startsAt'),
};

export const bookSession = defineOperation({
  operationId: 'bookSession',
  method: 'POST',
  path: '/sessions',
  tag: 'sessions',
  summary: 'Ask for a slot; the session is PENDING until the doctor decides',
  access: people(ANY_USER),
  body: z
    .strictObject({
      doctorId: uuid,
      patientId: uuid,
      startsAt: instant,
      durationMinutes: durationMinutes.optional(),
      roomId: uuid.optional().meta({ description: 'Without it the first free room is taken' }),
      telehealth: z.boolean().optional(),
      visitReason: text(NOTE_MAX).optional(),
      note: text(NOTE_MAX).optional(),
      override,
    })
    .refine((body) => !(body.telehealth && body.roomId), {
      path: ['roomId'],
      message: 'a telehealth session has no room',
    }),
  responses: { 201: session },
  errors: timeRefusals,
  idempotent: true,
});

export const listSessions = defineOperation({
  operationId: 'listSessions',
  method: 'GET',
  path: '/sessions',
  tag: 'sessions',
  summary: "Sessions that the caller may see; dates are local to the clinic's zone, `to` exclusive",
  access: people(ANY_USER),
  query: z.object({ ...sessionFilter, ...pageQuery }),
  responses: { 200: pageOf(session).meta({ id: 'SessionPage' }) },
  errors: [],
});

export const getSession = defineOperation({
  operationId: 'getSession',
  method: 'GET',
  path: '/sessions/{id}',
  tag: 'sessions',
  summary: 'One session',
  access: people(ANY_USER),
  params: idParams,
  responses: { 200: session },
  errors: ['not_found'],
});

export const getSessionHistory = defineOperation({
  operationId: 'getSessionHistory',
  method: 'GET',
  path: '/sessions/{id}/history',
  tag: 'sessions',
  summary: 'Every change, oldest first',
  access: people(ANY_USER),
  params: idParams,
  query: z.object(pageQuery),
  responses: { 200: pageOf(historyEntry).meta({ id: 'HistoryPage' }) },
  errors: ['not_found'],
});

export const listSessionMessages = defineOperation({
  operationId: 'listSessionMessages',
  method: 'GET',
  path: '/sessions/{id}/messages',
  tag: 'sessions',
  summary: 'What was sent about the session, and how it went',
  access: people(ANY_USER),
  params: idParams,
  query: z.object(pageQuery),
  responses: { 200: pageOf(message).meta({ id: 'MessagePage' }) },
  errors: ['not_found'],
});
