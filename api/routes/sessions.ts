import { plusDays, instantsOfDates } from '../../domain/time/local-date.js';
import type { Tx } from '../../prisma/actor.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import {
  listSessions as listSessionViews,
  sessionHistory,
  sessionMessages,
  type SessionFilter,
} from '../../prisma/views/session-view.js';
import type { RequestOf } from '../contract/operation.js';
import { bookSession, getSession, getSessionHistory, listSessionMessages, listSessions } from '../contract/sessions.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { wishOf } from '../http/idempotency.js';
import { noteRead } from '../http/note-read.js';
import { invalidField } from '../http/problem.js';
import { sliceOf } from '../http/slice.js';
import { book } from '../sessions/book.js';
import { findSession, presentSession, presentSessions } from '../sessions/present.js';

export function sessionRoutes(context: ApiContext): Endpoint[] {
  const { db, now } = context;
  return [
    implement(bookSession, async (exchange) => book(context, wishOf(bookSession, exchange), exchange.body)),
    implement(listSessions, async ({ query, principal: { actor } }) =>
      db.withActor(actor, async (tx) => {
        const { limit, cursor = null } = query;
        const page = await listSessionViews(tx, await filterOf(tx, query), { limit, cursor });
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

/** Local dates of the clinic become instants; `to` is exclusive. */
async function filterOf(tx: Tx, query: RequestOf<typeof listSessions>['query']): Promise<SessionFilter> {
  const { status, doctorId, patientId, roomId, from, to, search, sort } = query;
  if (from !== undefined && to !== undefined && to <= from) throw invalidField('/to', 'must be later than from');
  const filter = { status, doctorId, patientId, roomId, sort, search: search?.trim() || undefined };
  if (from === undefined && to === undefined) return filter;
  const { timeZone } = await readPolicy(tx);
  const startOf = (date: string): string =>
    new Date(instantsOfDates(date, plusDays(date, 1), timeZone).fromMs).toISOString();
  return { ...filter, from: from && startOf(from), before: to && startOf(to) };
}
