import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.js';
import { decisionIdFor } from '../../domain/session/session-id.js';
import { decisionById } from '../../prisma/stores/session-store.js';
import {
  approveSession,
  cancelSession,
  confirmSession,
  declineSession,
  getDecision,
  rejectSession,
} from '../contract/decisions.js';
import type { Operation } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import { mayAnswer, mayCancel, mayDecide } from '../decisions/authorise.js';
import { pendingDecision, settle, type Message } from '../decisions/settle.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint, type Exchange } from '../http/endpoint.js';
import { wishOf, type Wish } from '../http/idempotency.js';
import { findSession, presentSession } from '../sessions/present.js';

/** What people tell a session's workflow, and what became of it. */
export function decisionRoutes(context: ApiContext): Endpoint[] {
  return [
    ...deciding(context),
    implement(cancelSession, async (exchange) => {
      const { id, wish, decisionId } = messageParts(cancelSession, exchange);
      const { reason = null, version = null } = exchange.body;
      const message = { decisionId, actor: wish.actor, reason, version, bodyHash: wish.bodyHash };
      const send: Message['send'] = async () =>
        (await context.sessions.cancel(id, message)) === 'ENDED' ? 'ENDED' : 'DONE';
      return settle(context, wish, { sessionId: id, decisionId, authorise: mayCancel(wish.actor), send });
    }),
    ...answering(context),
    implement(getDecision, async ({ params, principal: { actor } }) =>
      context.db.withActor(actor, async (tx) => {
        await findSession(tx, actor, params.id);
        const decision = await decisionById(tx, params.decisionId);
        if (decision?.sessionId === params.id) {
          const session = await presentSession(tx, actor, params.id, context.now());
          return reply(200, { state: decision.state, code: decision.code, session });
        }
        if (decision === null && (await pendingDecision(tx, actor, params.decisionId))) {
          return reply(200, { state: 'PENDING' as const });
        }
        throw absent('decision', actor.role);
      }),
    ),
  ];
}

function deciding(context: ApiContext): Endpoint[] {
  return [
    implement(approveSession, async (exchange) => {
      const { id, wish, decisionId } = messageParts(approveSession, exchange);
      const { version = null } = exchange.body;
      const word = { verdict: 'APPROVE', reason: null, category: null, version } as const;
      const send = () =>
        context.sessions.decide(id, { ...word, decisionId, actor: wish.actor, bodyHash: wish.bodyHash });
      return settle(context, wish, { sessionId: id, decisionId, authorise: mayDecide(wish.actor), send });
    }),
    implement(rejectSession, async (exchange) => {
      const { id, wish, decisionId } = messageParts(rejectSession, exchange);
      const { category = null, version = null } = exchange.body;
      const reason = exchange.body.reason?.trim() ?? '';
      const word = { verdict: 'REJECT', reason, category, version } as const;
      const authorise: Message['authorise'] = async (tx, session) => {
        await mayDecide(wish.actor)(tx, session);
        if (reason === '') throw reasonRequired();
      };
      const send = () =>
        context.sessions.decide(id, { ...word, decisionId, actor: wish.actor, bodyHash: wish.bodyHash });
      return settle(context, wish, { sessionId: id, decisionId, authorise, send });
    }),
  ];
}

function answering(context: ApiContext): Endpoint[] {
  return ([confirmSession, declineSession] as const).map((operation) =>
    implement(operation, async (exchange) => {
      const { id, wish, decisionId } = messageParts(operation, exchange);
      const intent = operation === confirmSession ? ('CONFIRM' as const) : ('DECLINE' as const);
      const send = () => context.sessions.reply(id, { decisionId, actor: wish.actor, promptId: null, intent });
      return settle(context, wish, { sessionId: id, decisionId, authorise: mayAnswer, send });
    }),
  );
}

type Addressed = Pick<Exchange<typeof approveSession>, 'principal' | 'params' | 'idempotencyKey' | 'bodyHash'>;

/** The id of a message names operation and session too: one key never speaks for two of them. */
function messageParts(operation: Operation, exchange: Addressed): { id: string; wish: Wish; decisionId: string } {
  const wish = wishOf(operation, exchange);
  const { id } = exchange.params;
  const decisionId =
    wish.key === null ? randomUUID() : decisionIdFor(wish.actor.id, wish.key, operation.operationId, id);
  return { id, wish, decisionId };
}

function reasonRequired(): DomainError {
  return new DomainError('reason_required', 'Say why you reject the request.', {
    errors: [{ pointer: '/reason', message: 'is required' }],
  });
}
