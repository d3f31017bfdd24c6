import type { Role } from '../../domain/actor.js';
import type { Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';
import { decodeCursor, encodeCursor, likePattern, toPage, type Page, type PageRequest } from './page.js';
import { SESSION_JSON, toSessionView, toSessionViews, type RawSession } from './session-sql.js';
import type { Person, SessionFilter, SessionSort, SessionView } from './session-types.js';

export type * from './session-types.js';
export { sessionHistory, sessionMessages } from './session-trail.js';

/** Null where the session does not exist, was deleted, or is not the viewer's to see. */
export async function readSession(tx: Tx, sessionId: string): Promise<SessionView | null> {
  const rows = await tx.$queryRaw<{ row: RawSession; people: Person[] }[]>`
    SELECT ${SESSION_JSON} AS row,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'fullName', x.full_name, 'role', x.role)), '[]')
              FROM engine.people(ARRAY[s.created_by, s.decided_by, (
                SELECT m.proposed_by FROM moves m WHERE m.session_id = s.id AND m.status = 'PROPOSED')]) x) AS people
      FROM sessions s WHERE s.id = ${sessionId}::uuid AND s.deleted_at IS NULL`;
  const [found] = rows;
  return found ? toSessionView(found.row, new Map(found.people.map((person) => [person.id, person]))) : null;
}

const SORTS: Record<
  SessionSort,
  { column: Prisma.Sql; key: 'startsAt' | 'createdAt'; direction: Prisma.Sql; after: Prisma.Sql }
> = {
  startsAt: { column: Prisma.sql`s.starts_at`, key: 'startsAt', direction: Prisma.sql`ASC`, after: Prisma.sql`>` },
  '-startsAt': { column: Prisma.sql`s.starts_at`, key: 'startsAt', direction: Prisma.sql`DESC`, after: Prisma.sql`<` },
  createdAt: { column: Prisma.sql`s.created_at`, key: 'createdAt', direction: Prisma.sql`ASC`, after: Prisma.sql`>` },
  '-createdAt': {
    column: Prisma.sql`s.created_at`,
    key: 'createdAt',
    direction: Prisma.sql`DESC`,
    after: Prisma.sql`<`,
  },
};

/** The list's order, of sessions `s`. */
export function orderOf({ sort }: SessionFilter): Prisma.Sql {
  const { column, direction } = SORTS[sort ?? 'startsAt'];
  return Prisma.sql`${column} ${direction}, s.id ${direction}`;
}

/** The sessions that the viewer may see, one page of them. */
export async function listSessions(tx: Tx, filter: SessionFilter, page: PageRequest): Promise<Page<SessionView>> {
  const sort = SORTS[filter.sort ?? 'startsAt'];
  const conditions = conditionsOf(filter);
  const cursor = decodeCursor(page.cursor, isInstant);
  if (cursor) {
    conditions.push(Prisma.sql`(${sort.column}, s.id) ${sort.after} (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`);
  }
  const rows = await tx.$queryRaw<{ row: RawSession }[]>`
    SELECT ${SESSION_JSON} AS row FROM sessions s
     WHERE ${Prisma.join(conditions, ' AND ')}
     ORDER BY ${orderOf(filter)}
     LIMIT ${page.limit + 1}`;
  const views = await toSessionViews(
    tx,
    rows.map(({ row }) => row),
  );
  return toPage(
    views,
    page.limit,
    (view) => view,
    (view) => encodeCursor(view[sort.key], view.id),
  );
}

/** As `engine.iso` writes it; what only looks like an instant must not reach the database. */
function isInstant(key: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(key) && !Number.isNaN(Date.parse(key));
}

/** What a session `s` must fulfil to be in the list. */
export function conditionsOf(filter: SessionFilter): Prisma.Sql[] {
  const conditions = [Prisma.sql`s.deleted_at IS NULL`, ...theirs(filter.viewer)];
  if (filter.status) conditions.push(Prisma.sql`s.status = ANY (${filter.status}::text[])`);
  if (filter.doctorId) conditions.push(Prisma.sql`s.doctor_id = ANY (${filter.doctorId}::uuid[])`);
  if (filter.patientId) conditions.push(Prisma.sql`s.patient_id = ANY (${filter.patientId}::uuid[])`);
  if (filter.roomId) conditions.push(Prisma.sql`s.room_id = ANY (${filter.roomId}::uuid[])`);
  if (filter.from) conditions.push(Prisma.sql`s.starts_at >= ${filter.from}::timestamptz`);
  if (filter.before) conditions.push(Prisma.sql`s.starts_at < ${filter.before}::timestamptz`);
  if (filter.search) {
    const pattern = likePattern(filter.search);
    conditions.push(
      Prisma.sql`(s.code ILIKE ${pattern}
        OR s.patient_id IN (SELECT p.id FROM patients p WHERE p.full_name ILIKE ${pattern})
        OR s.doctor_id IN (SELECT d.id FROM doctors d WHERE d.full_name ILIKE ${pattern}))`,
    );
  }
  return conditions;
}

/**
 * What row-level security leaves to a patient and to a doctor. It decides all the same; but for the roles that see everything
 * no index can serve its condition, so that each look at one's own few sessions would read all of them.
 */
function theirs(viewer: Role | undefined): Prisma.Sql[] {
  switch (viewer) {
    case 'PATIENT':
      return [Prisma.sql`s.patient_id = ANY ((SELECT engine.own_patient_ids())::uuid[])`];
    case 'DOCTOR':
      return [
        Prisma.sql`(s.doctor_id = ANY ((SELECT engine.decidable_doctor_ids())::uuid[])
          OR s.id = ANY ((SELECT engine.asked_session_ids())::uuid[]))`,
      ];
    default:
      return [];
  }
}
