import type { RequestOf } from '../contract/operation.js';
import { localDateOf } from '../../domain/time/local-date.js';
import type { Tx } from '../../prisma/actor.js';
import { recordAuditEvent } from '../../prisma/stores/audit-store.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import { countSessions, sessionExport } from '../../prisma/views/session-export.js';
import type { SessionFilter } from '../../prisma/views/session-view.js';
import { exportSessions } from '../contract/session-export.js';
import type { ApiContext } from '../context.js';
import { csvBody } from '../http/csv-body.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import type { PersonActor } from '../http/principal.js';
import { filterOf } from '../sessions/filter.js';

/** The list of sessions as a file. */
export function sessionExportRoutes({ db, now }: ApiContext): Endpoint[] {
  return [
    implement(exportSessions, async ({ query, principal: { actor } }) => {
      // Committed before anything leaves.
      const { filter, total, timeZone } = await db.withActor(actor, (tx) => noted(tx, actor, query));
      const rows = await db.copyAs(actor, sessionExport(filter, timeZone));
      return reply(200, await csvBody(rows, { bom: query.bom ?? false }), {
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': `attachment; filename="sessions-${localDateOf(now().getTime(), timeZone)}.csv"`,
        'X-Total-Count': String(total),
      });
    }),
  ];
}

async function noted(
  tx: Tx,
  { role }: PersonActor,
  query: RequestOf<typeof exportSessions>['query'],
): Promise<{ filter: SessionFilter; total: number; timeZone: string }> {
  const { timeZone } = await readPolicy(tx);
  const filter = await filterOf(tx, query, role);
  const total = await countSessions(tx, filter);
  // What was searched for may be a name.
  const { search, viewer: _viewer, ...rest } = filter;
  const details = { rows: total, filter: { ...rest, searched: search !== undefined } };
  await recordAuditEvent(tx, { kind: 'export', entity: 'export', entityId: null, details });
  return { filter, total, timeZone };
}
