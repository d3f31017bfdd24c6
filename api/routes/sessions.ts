import { listSessions as listSessionViews, sessionHistory, sessionMessages } from '../../prisma/views/session-view.js';
import { bookSession, getSession, getSessionHistory, listSessionMessages, listSessions } from '../contract/sessions.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { wishOf } from '../http/idempotency.js';
import { noteRead } from '../http/note-read.js';
import { sliceOf } from '../http/slice.js';
import { book } from '../sessions/book.js';
import { filterOf } from '../sessions/filter.js';
import { findSession, presentSession, presentSessions } from '../sessions/present.js';

export function sessionRoutes(context: ApiContext): Endpoint[] {
  const { db, now } = context;
  return [
    implement(bookSession, async (exchange) => book(context, wishOf(bookSession, exchange), exchange.body)),
    implement(listSessions, async ({ query, principal: { actor } }) =>
      db.withActor(actor, async (tx) => {
        const { limit, cursor = null } = query;
        const page = await listSessionViews(tx, await filterOf(tx, query, actor.role), { limit, cursor });
        await noteRead(tx, actor.role, { entity: 'session', listed: page.items.length });
        const items = await presentSessions(tx, actor, page.items, now());
        return reply(200, { items, nextCursor: page.nextCursor });
      }),
    ),
    implement(getSession, async ({ params, principal: { actor } }) =>
      db.withActor(actor, async (tx) => {
        const body = await presentSession(tx, actor, params.id, now());
        await noteRead(tx, actor.role, { entity: 'session', entityId: body.id });
        return reply(200, body);
      }),
    ),
    implement(getSessionHistory, async ({ params, query, principal: { actor } }) =>
      db.withActor(actor, async (tx) => {
        await findSession(tx, actor, params.id);
        return reply(
          200,
          sliceOf(await sessionHistory(tx, params.id), ({ version }) => version, query),
        );
      }),
    ),
    implement(listSessionMessages, async ({ params, query, principal: { actor } }) =>
      db.withActor(actor, async (tx) => {
        await findSession(tx, actor, params.id);
        return reply(
          200,
          sliceOf(await sessionMessages(tx, params.id), (_, index) => index, query),
        );
      }),
    ),
  ];
}
