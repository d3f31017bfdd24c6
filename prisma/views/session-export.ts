import type { CopyQuery, Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';
import type { SessionFilter } from './session-types.js';
import { conditionsOf, orderOf } from './session-view.js';

/**
 * The planner takes row-level security for a filter that leaves few rows, and joins as if for few. Lookups by key that
 * remember what they found keep the order of the sessions, begin at once and cost the same for any number of rows.
 */
const LOOKUPS = { enable_hashjoin: 'off', enable_mergejoin: 'off', enable_material: 'off', enable_seqscan: 'off' };

/** An unknown limit is planned as a cursor is: the first rows matter, so an index in order beats a sort. */
const ALL_ROWS = Prisma.sql`(SELECT 9223372036854775807)`;

/**
 * Every session of the filter with the columns of the export, in the list's order. What a spreadsheet would take for a
 * formula is made text by an apostrophe: =, +, -, @, tab, line feed, carriage return, and the wide forms of the first four.
 */
export function sessionExport(filter: SessionFilter, timeZone: string): CopyQuery {
  const sql = Prisma.sql`
    SELECT s.id AS id, s.code AS code, s.status AS status, s.attendance AS attendance,
           engine.iso(s.starts_at) AS "startsAt", engine.iso(s.ends_at) AS "endsAt", ${timeZone}::text AS "timeZone",
           ${plain('d.full_name')} AS doctor, ${plain('p.full_name')} AS patient, ${plain('r.name')} AS room,
           s.telehealth::text AS telehealth, engine.iso(s.created_at) AS "createdAt",
           engine.iso(s.decided_at) AS "decidedAt", ${plain('u.full_name')} AS "decidedBy",
           ${plain('s.reason')} AS reason, s.overbooked::text AS overbooked
      FROM sessions s
      LEFT JOIN doctors d ON d.id = s.doctor_id
      LEFT JOIN patients p ON p.id = s.patient_id
      LEFT JOIN rooms r ON r.id = s.room_id
      LEFT JOIN users u ON u.id = s.decided_by
     WHERE ${Prisma.join(conditionsOf(filter), ' AND ')}
     ORDER BY ${orderOf(filter)}
     LIMIT ${ALL_ROWS}`;
  return { sql, settings: LOOKUPS };
}

/** How many sessions the filter has for the viewer. */
export async function countSessions(tx: Tx, filter: SessionFilter): Promise<number> {
  const rows = await tx.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM sessions s WHERE ${Prisma.join(conditionsOf(filter), ' AND ')}`;
  return rows[0]?.total ?? 0;
}

function plain(column: string): Prisma.Sql {
  return Prisma.raw(
    `CASE WHEN ascii(${column}) IN (61, 43, 45, 64, 9, 10, 13, 65309, 65291, 65293, 65312)
          THEN '''' || ${column} ELSE ${column} END`,
  );
}
