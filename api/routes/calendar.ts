import { anonymousActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { sessionCalendar, sessionFeed } from '../../domain/notifications/calendar.js';
import { calendarSubject, readCalendarLink, renewCalendarLink } from '../../prisma/stores/calendar-link-store.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import { ownCalendarSessions, readCalendarSession } from '../../prisma/views/calendar-view.js';
import { calendarToken, claimedOwner, isCalendarToken } from '../auth/calendar-tokens.js';
import { doctorEntry, sessionEntry } from '../calendar/entries.js';
import {
  getCalendarLink,
  getOwnCalendar,
  getSessionCalendar,
  renewCalendarLink as renewLink,
} from '../contract/calendar.js';
import { BASE_PATH } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import { noteRead } from '../http/note-read.js';
import type { PersonActor } from '../http/principal.js';

const SHOWN_PAST_MS = 90 * 86_400_000;
const MOST_ENTRIES = 2_000;
const inline = (name: string) => ({
  'Content-Type': 'text/calendar; charset=utf-8',
  'Content-Disposition': `attachment; filename="${name}.ics"`,
});

/** Sessions in people's own calendars. */
export function calendarRoutes(context: ApiContext): Endpoint[] {
  const { db, config, secrets, now } = context;
  const linkOf = (userId: string, generation: number): string => {
    const url = new URL(`${BASE_PATH}${getOwnCalendar.path}`, config.publicUrl);
    url.searchParams.set('token', calendarToken(secrets.calendarKey, userId, generation));
    return url.href;
  };
  return [
    implement(getSessionCalendar, async ({ params, principal: { actor } }) => {
      const session = await db.withActor(actor, async (tx) => {
        const found = await readCalendarSession(tx, params.id);
        if (found === null) throw absent('session', actor.role);
        if (!found.approved) throw new DomainError('invalid_transition', 'Only an approved session has an entry.');
        await noteRead(tx, actor.role, { entity: 'session', entityId: found.id });
        return found;
      });
      const method = session.status === 'CANCELLED' ? 'CANCEL' : 'PUBLISH';
      const entry = sessionEntry(session, { domain: config.calendarDomain, now: now() });
      return reply(200, sessionCalendar({ ...entry, method }), inline(session.code));
    }),
    implement(getCalendarLink, async ({ principal: { actor } }) => {
      const { generation, renewedAt } = await db.withActor(actor, (tx) => readCalendarLink(tx, actor.id));
      return reply(200, { url: linkOf(actor.id, generation), renewedAt });
    }),
    implement(renewLink, async (exchange) => {
      // The answer is remembered under its key: what is kept there is the count, and the link is made from it each time.
      const { body } = await once<typeof renewLink>(context, wishOf(renewLink, exchange), async (tx) => {
        const { generation, renewedAt } = await renewCalendarLink(tx);
        return reply(200, { url: String(generation), renewedAt });
      });
      const { id } = exchange.principal.actor;
      return reply(200, { ...body, url: linkOf(id, Number(body.url)) });
    }),
    implement(getOwnCalendar, async ({ query, requestId }) => {
      const actor = await ownerOf(context, query.token, requestId);
      const since = new Date(now().getTime() - SHOWN_PAST_MS).toISOString();
      const { clinicName, sessions } = await db.withActor(actor, async (tx) => ({
        clinicName: (await readPolicy(tx)).clinicName,
        sessions: await ownCalendarSessions(tx, { since, most: MOST_ENTRIES }),
      }));
      const entryOf = actor.role === 'DOCTOR' ? doctorEntry : sessionEntry;
      const domain = config.calendarDomain;
      const entries = sessions.map((session) => entryOf(session, { domain, now: now() }));
      return reply(200, sessionFeed({ name: clinicName, domain, entries }), inline('sessions'));
    }),
  ];
}

/** As whom a link reads: its person, as they stand now. */
async function ownerOf({ db, secrets }: ApiContext, token: string, requestId: string): Promise<PersonActor> {
  const userId = claimedOwner(token);
  if (userId !== null) {
    const subject = await db.withActor(anonymousActor(requestId), (tx) => calendarSubject(tx, userId));
    if (subject !== null && isCalendarToken(secrets.calendarKey, token, userId, subject.generation)) {
      return { id: userId, role: subject.role, channel: 'API', requestId };
    }
  }
  throw new DomainError('unauthenticated', 'The link does not hold, or no longer. Get a new one where you sign in.');
}
