import type { Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';
import { cursorParts, encodeCursor, foreignCursor, toPage, type Page, type PageRequest } from './page.js';
import { readPeople } from './session-sql.js';

type Values = Record<string, unknown> | null;

export interface AuditEntryView<Entity extends string = string, Action extends string = string> {
  id: string;
  at: string;
  actor: { id: string | null; role: string; name: string | null } | null;
  channel: string;
  requestId: string;
  entity: Entity;
  entityId: string | null;
  action: Action;
  before: Values;
  after: Values;
  reason: string | null;
  canonical: string;
  leafIndex: number | null;
}

export interface AuditFilter {
  entities: readonly string[] | null;
  actions: readonly string[] | null;
  entityId: string | null;
  actorId: string | null;
  /** Instants; `to` is exclusive. */
  from: string | null;
  to: string | null;
}

type Row = Omit<AuditEntryView, 'actor'> & {
  actorId: string | null;
  actorRole: string;
  values: { path: string; value: string }[] | null;
};

/** Nobody was signed in, or the settings named nobody. */
const NOBODY = ['ANONYMOUS', 'NONE'];

/** Entries that the viewer may see, newest first. Personal values stand in place of their commitments while they exist. */
export async function listAuditEntries<Entity extends string, Action extends string>(
  tx: Tx,
  filter: AuditFilter,
  page: PageRequest,
): Promise<Page<AuditEntryView<Entity, Action>>> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.actor_id AS "actorId",
           e.actor_role AS "actorRole", e.channel, e.request_id AS "requestId", e.entity, e.entity_id AS "entityId", e.action,
           e.before, e.after, e.reason, e.canonical, l.leaf_index::float8 AS "leafIndex",
           (SELECT jsonb_agg(jsonb_build_object('path', p.path, 'value', p.value)) FROM audit_private p WHERE p.entry_id = e.id) AS values
      FROM audit_entries e LEFT JOIN audit_leaves l ON l.entry_id = e.id
     WHERE ${Prisma.join(conditionsOf(filter, page.cursor), ' AND ')}
     ORDER BY e.id DESC LIMIT ${page.limit + 1}`;
  const people = await readPeople(
    tx,
    rows.map(({ actorId }) => actorId),
  );
  return toPage(
    rows,
    page.limit,
    (row) => present(row, people.get(row.actorId ?? '')?.fullName ?? null) as AuditEntryView<Entity, Action>,
    ({ id }) => encodeCursor(id),
  );
}

function conditionsOf(filter: AuditFilter, cursor: string | null): Prisma.Sql[] {
  const before = positionOf(cursor);
  return [
    Prisma.sql`true`,
    ...(filter.entities ? [Prisma.sql`e.entity = ANY (${[...filter.entities]})`] : []),
    ...(filter.actions ? [Prisma.sql`e.action = ANY (${[...filter.actions]})`] : []),
    ...(filter.entityId ? [Prisma.sql`e.entity_id = ${filter.entityId}`] : []),
    ...(filter.actorId ? [Prisma.sql`e.actor_id = ${filter.actorId}::uuid`] : []),
    ...(filter.from ? [Prisma.sql`e.at >= ${filter.from}::timestamptz`] : []),
    ...(filter.to ? [Prisma.sql`e.at < ${filter.to}::timestamptz`] : []),
    ...(before ? [Prisma.sql`e.id < ${before}::bigint`] : []),
  ];
}

function positionOf(cursor: string | null): string | null {
  if (cursor === null) return null;
  const [id, ...more] = cursorParts(cursor);
  if (typeof id !== 'string' || !/^\d{1,18}$/.test(id) || more.length > 0) throw foreignCursor();
  return id;
}

function present({ id, at, actorId, actorRole, values, ...entry }: Row, name: string | null): AuditEntryView {
  const known = (side: 'before' | 'after'): Values => {
    const shown = entry[side];
    if (shown === null || values === null) return shown;
    const kept = values.filter(({ path }) => path.startsWith(`${side}.`));
    return { ...shown, ...Object.fromEntries(kept.map(({ path, value }) => [path.slice(side.length + 1), value])) };
  };
  const actor = actorId === null && NOBODY.includes(actorRole) ? null : { id: actorId, role: actorRole, name };
  return { id, at, actor, ...entry, before: known('before'), after: known('after') };
}
