import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.js';
import { mapDatabaseError } from '../../prisma/errors.js';
import {
  createRoom as insertRoom,
  listRooms as listRoomViews,
  updateRoom as changeRoom,
} from '../../prisma/views/room-view.js';
import { createRoom, listRooms, updateRoom } from '../contract/rooms.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import { invalidField } from '../http/problem.js';

export function roomRoutes(context: ApiContext): Endpoint[] {
  return [
    implement(listRooms, async ({ query: { limit, cursor = null }, principal: { actor } }) =>
      reply(200, await context.db.withActor(actor, (tx) => listRoomViews(tx, { limit, cursor }))),
    ),
    implement(createRoom, async (exchange) => {
      const { name, location = null, active } = exchange.body;
      return once<typeof createRoom>(context, wishOf(createRoom, exchange), async (tx) =>
        reply(201, await named(insertRoom(tx, { id: randomUUID(), name, location, active }))),
      );
    }),
    implement(updateRoom, async (exchange) => {
      const { params, body, principal } = exchange;
      return once<typeof updateRoom>(context, wishOf(updateRoom, exchange), async (tx) => {
        const room = await named(changeRoom(tx, params.id, body));
        if (room === null) throw absent('room', principal.actor.role);
        return reply(200, room);
      });
    }),
  ];
}

/** The database tells of a clash of unique values without the field; a room has only its name. */
async function named<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const mapped = mapDatabaseError(error);
    if (mapped instanceof DomainError && mapped.code === 'validation_failed') {
      throw invalidField('/name', 'is the name of another room');
    }
    throw error;
  }
}
