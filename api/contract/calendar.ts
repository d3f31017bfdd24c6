import { z } from 'zod';
import { ANY_USER, defineOperation, inPerson, people } from './operation.js';
import { idParams, text, utcInstant } from './primitives.js';

export const getSessionCalendar = defineOperation({
  operationId: 'getSessionCalendar',
  method: 'GET',
  path: '/sessions/{id}/calendar.ics',
  tag: 'sessions',
  summary: 'The session as a calendar entry, from APPROVED on; cancelled where it was called off after that',
  access: people(ANY_USER),
  params: idParams,
  responses: { 200: z.string() },
  media: 'text/calendar',
  errors: ['not_found', 'invalid_transition'],
});

const calendarLink = z
  .object({
    url: z
      .url()
      .meta({ description: 'For subscribing in a calendar; whoever has it sees when and where, nothing else' }),
    renewedAt: utcInstant.nullable(),
  })
  .meta({ id: 'CalendarLink' });

export const getCalendarLink = defineOperation({
  operationId: 'getCalendarLink',
  method: 'GET',
  path: '/me/calendar-link',
  tag: 'me',
  summary: "The link to a calendar of one's own sessions",
  access: inPerson(ANY_USER),
  responses: { 200: calendarLink },
  errors: [],
});

export const renewCalendarLink = defineOperation({
  operationId: 'renewCalendarLink',
  method: 'POST',
  path: '/me/calendar-link',
  tag: 'me',
  summary: 'Another link; the one before ends',
  access: inPerson(ANY_USER),
  responses: { 200: calendarLink },
  errors: [],
  idempotent: true,
});

export const getOwnCalendar = defineOperation({
  operationId: 'getOwnCalendar',
  method: 'GET',
  path: '/me/calendar.ics',
  tag: 'me',
  summary:
    'A calendar of the sessions of whose link it is: approved ones, from 90 days ago on; without names of patients',
  access: { kind: 'PUBLIC' },
  query: z.object({ token: text(200).min(1) }),
  responses: { 200: z.string() },
  media: 'text/calendar',
  errors: ['unauthenticated'],
});
