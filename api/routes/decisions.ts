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
import type { ApiContext } from '../context.js';
import { addressed } from '../decisions/addressed.js';
import { demandMay } from '../decisions/authorise.js';
import { demandReason } from '../decisions/refusal.js';
import { settle } from '../decisions/settle.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { findSession, presentSession } from '../sessions/present.js';

/** What people tell a session's workflow, and what became of it. */
export function decisionRoutes(context: ApiContext): Endpoint[] {
  return [
    ...deciding(context),
    implement(cancelSession, async (exchange) => {
      const to = addressed(cancelSession, exchange);
      const message = { ...to.command, reason: exchange.body.reason ?? null };
      return settle(context, to, {
        authorise: (tx, session) => demandMay(tx, to.wish.actor, 'cancel', session),
        send: (options) => context.sessions.cancel(to.sessionId, message, options),
      });
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
      const to = addressed(approveSession, exchange);
      const word = { ...to.command, verdict: 'APPROVE', reason: null, category: null } as const;
      return settle(context, to, {
        authorise: (tx, session) => demandMay(tx, to.wish.actor, 'approve', session),
        send: (options) => context.sessions.decide(to.sessionId, word, options),
      });
    }),
    implement(rejectSession, async (exchange) => {
      const to = addressed(rejectSession, exchange);
      const { reason = '', category = null } = exchange.body;
      const word = { ...to.command, verdict: 'REJECT', reason: reason.trim(), category } as const;
      return settle(context, to, {
        async authorise(tx, session) {
          await demandMay(tx, to.wish.actor, 'reject', session);
          demandReason(reason);
        },
        send: (options) => context.sessions.decide(to.sessionId, word, options),
      });
    }),
  ];
}

const CONFIRMING = ['confirm', 'CONFIRM'] as const;
const DECLINING = ['decline', 'DECLINE'] as const;

function answering(context: ApiContext): Endpoint[] {
  return ([confirmSession, declineSession] as const).map((operation) =>
    implement(operation, async (exchange) => {
      const to = addressed(operation, exchange);
      const { actor } = to.wish;
      const [action, intent] = operation === confirmSession ? CONFIRMING : DECLINING;
      const said = { decisionId: to.decisionId, actor, promptId: null, intent };
      return settle(context, to, {
        authorise: (tx, session) => demandMay(tx, actor, action, session),
        send: (options) => context.sessions.reply(to.sessionId, said, options),
      });
    }),
  );
}
