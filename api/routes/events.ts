import { DomainError } from '../../domain/errors.js';
import { watchEvents } from '../contract/events.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';

/** `X-Accel-Buffering` is how nginx is told to pass on what comes. */
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/** Live updates. */
export function eventRoutes({ live }: ApiContext): Endpoint[] {
  return [
    implement(watchEvents, async ({ principal: { actor, token }, lastEventId }) => {
      if (token === undefined) throw new DomainError('forbidden', 'Only who is signed in can watch.');
      const watcher = { userId: actor.id, role: actor.role, ...token, again: lastEventId !== null };
      return reply(200, live.admit(watcher), HEADERS);
    }),
  ];
}
