import { localDateOf, plusDays } from '../../domain/time/local-date.js';
import type { Tx } from '../../prisma/actor.js';
import { recordAuditEvent } from '../../prisma/stores/audit-store.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import { claimTask as claim, finishTask as finish } from '../../prisma/stores/task-store.js';
import { listTasks as listTaskViews, readTask, type TaskView } from '../../prisma/views/task-view.js';
import { unreachedSessions, type UnreachedView } from '../../prisma/views/unreached-view.js';
import { claimTask, finishTask, getTask, listTasks } from '../contract/tasks.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import { replying } from '../tasks/reply.js';
import { refuseTask } from '../tasks/refusal.js';

/** Work for the desk. */
export function taskRoutes(context: ApiContext): Endpoint[] {
  return [...readingTasks(context), ...working(context), replying(context)];
}

/** More sessions than a clinic has on one day. */
const UNREACHED_MAX = 500;

function readingTasks({ db, now }: ApiContext): Endpoint[] {
  async function unreachedOn(tx: Tx, day: 'today' | 'tomorrow'): Promise<UnreachedView[]> {
    const today = localDateOf(now().getTime(), (await readPolicy(tx)).timeZone);
    return unreachedSessions(tx, day === 'today' ? today : plusDays(today, 1), UNREACHED_MAX);
  }
  return [
    implement(listTasks, async ({ query, principal: { actor } }) => {
      const { kind = null, state = null, limit, cursor = null } = query;
      const page = await db.withActor(actor, async (tx) => {
        const unreached = query.unreached && (await unreachedOn(tx, query.unreached));
        const sessionIds = unreached?.map(({ session }) => session.id) ?? null;
        const states = state ?? (unreached ? (['OPEN', 'CLAIMED'] as const).slice() : null);
        const found = await listTaskViews(tx, { kinds: kind, states, sessionIds }, { limit, cursor });
        const listed = found.items.length + (unreached?.length ?? 0);
        await recordAuditEvent(tx, { kind: 'read', entity: 'task', entityId: null, details: { listed } });
        return unreached ? { ...found, unreached } : found;
      });
      return reply(200, page);
    }),
    implement(getTask, async ({ params, principal: { actor } }) => {
      const task = await db.withActor(actor, async (tx) => {
        const found = await readTask(tx, params.id);
        if (found !== null) await recordAuditEvent(tx, { kind: 'read', entity: 'task', entityId: found.id });
        return found;
      });
      if (task === null) throw absent('task', actor.role);
      return reply(200, task);
    }),
  ];
}

function working(context: ApiContext): Endpoint[] {
  return [
    implement(claimTask, (exchange) =>
      once<typeof claimTask>(context, wishOf(claimTask, exchange), async (tx) => {
        refuseTask(await claim(tx, exchange.params.id));
        return reply(200, await present(tx, exchange.params.id));
      }),
    ),
    implement(finishTask, (exchange) =>
      once<typeof finishTask>(context, wishOf(finishTask, exchange), async (tx) => {
        refuseTask(await finish(tx, { taskId: exchange.params.id, note: exchange.body.note ?? null }));
        return reply(200, await present(tx, exchange.params.id));
      }),
    ),
  ];
}

async function present(tx: Tx, taskId: string): Promise<TaskView> {
  return (await readTask(tx, taskId)) as TaskView;
}
