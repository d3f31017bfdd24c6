import { randomUUID } from 'node:crypto';
import { decisionIdFor } from '../../domain/session/session-id.js';
import { isDecisionPending } from '../../prisma/stores/idempotency-store.js';
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
import { isBlank } from '../contract/primitives.js';
import type { ApiContext } from '../context.js';
import { demandMay } from '../decisions/authorise.js';
import { refusal } from '../decisions/refusal.js';
import { settle, type Message } from '../decisions/settle.js';
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
      const authorise: Message['authorise'] = (tx, session) => demandMay(tx, wish.actor, 'cancel', session);
      const send: Message['send'] = async ({ resume }) => {
        if (resume) await context.sessions.resume(id);
        return context.sessions.cancel(id, message);
      };
      return settle(context, wish, { sessionId: id, decisionId, authorise, send });
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
        if (decision === null && (await isDecisionPending(tx, params.id, params.decisionId))) {
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
      const authorise: Message['authorise'] = (tx, session) => demandMay(tx, wish.actor, 'approve', session);
      const order = { ...word, decisionId, actor: wish.actor, bodyHash: wish.bodyHash };
      const send: Message['send'] = (options) => context.sessions.decide(id, order, options);
      return settle(context, wish, { sessionId: id, decisionId, authorise, send });
    }),
    implement(rejectSession, async (exchange) => {
      const { id, wish, decisionId } = messageParts(rejectSession, exchange);
      const { category = null, version = null } = exchange.body;
      const reason = exchange.body.reason?.trim() ?? '';
      const word = { verdict: 'REJECT', reason, category, version } as const;
      const authorise: Message['authorise'] = async (tx, session) => {
        await demandMay(tx, wish.actor, 'reject', session);
        if (isBlank(reason)) throw refusal('reason_required', session);
      };
      const order = { ...word, decisionId, actor: wish.actor, bodyHash: wish.bodyHash };
      const send: Message['send'] = (options) => context.sessions.decide(id, order, options);
      return settle(context, wish, { sessionId: id, decisionId, authorise, send });
    }),
  ];
}

const CONFIRMING = ['confirm', 'CONFIRM'] as const;
const DECLINING = ['decline', 'DECLINE'] as const;

function answering(context: ApiContext): Endpoint[] {
  return ([confirmSession, declineSession] as const).map((operation) =>
    implement(operation, async (exchange) => {
      const { id, wish, decisionId } = messageParts(operation, exchange);
      const [action, intent] = operation === confirmSession ? CONFIRMING : DECLINING;
      const authorise: Message['authorise'] = (tx, session) => demandMay(tx, wish.actor, action, session);
      const answer = { decisionId, actor: wish.actor, promptId: null, intent };
      const send: Message['send'] = (options) => context.sessions.reply(id, answer, options);
      return settle(context, wish, { sessionId: id, decisionId, authorise, send });
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
