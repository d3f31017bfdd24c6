import { randomUUID } from 'node:crypto';
import { decisionIdFor } from '../../domain/session/session-id.js';
import { replyTask } from '../../prisma/stores/task-store.js';
import { readTask, type TaskView } from '../../prisma/views/task-view.js';
import { replyToTask } from '../contract/tasks.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import { handOver } from './hand-over.js';
import { refuseTask } from './refusal.js';

/** A text from the desk. The key names its row, so that asking again sends nothing twice and brings it on its way all the same. */
export function replying(context: ApiContext): Endpoint {
  return implement(replyToTask, async (exchange) => {
    const { params, body, principal, idempotencyKey, requestId } = exchange;
    const { actor } = principal;
    const noticeId =
      idempotencyKey === null
        ? randomUUID()
        : decisionIdFor(actor.id, idempotencyKey, replyToTask.operationId, params.id);
    const answer = await once<typeof replyToTask>(context, wishOf(replyToTask, exchange), async (tx) => {
      refuseTask(await replyTask(tx, { taskId: params.id, noticeId, body: body.text }));
      return reply(200, (await readTask(tx, params.id)) as TaskView);
    });
    const sessionId = answer.body.session?.id ?? null;
    await handOver(context, { notificationId: noticeId, sessionId, taskId: params.id }, requestId);
    return answer;
  });
}
