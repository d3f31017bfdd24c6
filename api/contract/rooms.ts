import { z } from 'zod';
import { defineOperation, inPerson, people, STAFF } from './operation.js';
import { idParams, NAME_MAX, pageOf, pageQuery, words } from './primitives.js';
import { room } from './resources/people.js';

export const listRooms = defineOperation({
  operationId: 'listRooms',
  method: 'GET',
  path: '/rooms',
  tag: 'rooms',
  summary: 'Rooms by name',
  access: people(STAFF),
  query: z.object(pageQuery),
  responses: { 200: pageOf(room).meta({ id: 'RoomPage' }) },
  errors: [],
});

/** Short enough that a message about a session in the room fits one text. */
const name = words(24);
const location = words(NAME_MAX).nullable();

export const createRoom = defineOperation({
  operationId: 'createRoom',
  method: 'POST',
  path: '/rooms',
  tag: 'rooms',
  summary: 'Add a room',
  access: inPerson(['ADMIN']),
  body: z.strictObject({ name, location: location.optional(), active: z.boolean().default(true) }),
  responses: { 201: room },
  errors: [],
  idempotent: true,
});

export const updateRoom = defineOperation({
  operationId: 'updateRoom',
  method: 'PATCH',
  path: '/rooms/{id}',
  tag: 'rooms',
  summary: 'Rename a room, or take it in or out of use',
  access: inPerson(['ADMIN']),
  params: idParams,
  body: z.strictObject({
    name: name.optional(),
    location: location.optional(),
    active: z.boolean().optional(),
  }),
  responses: { 200: room },
  errors: ['not_found'],
  idempotent: true,
});
