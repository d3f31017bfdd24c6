import { plusDays, instantsOfDates } from '../../domain/time/local-date.js';
import type { Role } from '../../domain/actor.js';
import type { Tx } from '../../prisma/actor.js';
import { recordAuditEvent } from '../../prisma/stores/audit-store.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import {
  listSessions as listSessionViews,
  sessionHistory,
  sessionMessages,
  type SessionFilter,
} from '../../prisma/views/session-view.js';
import type { RequestOf } from '../contract/operation.js';
import { utcInstant } from '../contract/primitives.js';
import { bookSession, getSession, getSessionHistory, listSessionMessages, listSessions } from '../contract/sessions.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { wishOf } from '../http/idempotency.js';
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
        const { limit } = query;
        const cursor = timedCursor(query.cursor);
        const page = await listSessionViews(tx, await filterOf(tx, query), { limit, cursor });
        await noteRead(tx, actor.role, null, { listed: page.items.length });
        const items = await presentSessions(tx, actor, page.items, now());
        return reply(200, { items, nextCursor: page.nextCursor });
      }),
    ),
    implement(getSession, async ({ params, principal: { actor } }) =>
      db.withActor(actor, async (tx) => {
        const body = await presentSession(tx, actor, params.id, now());
        await noteRead(tx, actor.role, body.id);
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

/** The position in a list of sessions is an instant; what only looks like one must not reach the database. */
function timedCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (Array.isArray(position) && utcInstant.safeParse(position[0]).success) return cursor;
  throw invalidField('/cursor', 'must be nextCursor of the page before');
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

/** Sessions carry names and contact data: reads by staff are audited before they are answered. */
async function noteRead(tx: Tx, role: Role, entityId: string | null, details?: Record<string, unknown>): Promise<void> {
  if (role !== 'PATIENT') await recordAuditEvent(tx, { kind: 'read', entity: 'session', entityId, details });
}
