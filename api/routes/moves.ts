import { approveMove, moveSession, rejectMove, withdrawMove } from '../contract/moves.js';
import type { ApiContext } from '../context.js';
import { addressed, type Addressed } from '../decisions/addressed.js';
import { demandMay } from '../decisions/authorise.js';
import { demandReason } from '../decisions/refusal.js';
import { settle } from '../decisions/settle.js';
import { implement, type Endpoint } from '../http/endpoint.js';
import { demandFitting, demandOtherTime } from '../sessions/fitting.js';
import { demandMayOverride, overrideOf } from '../sessions/override.js';

/** Another time for a session: asked for, answered, and taken back. */
export function moveRoutes(context: ApiContext): Endpoint[] {
  return [
    implement(moveSession, async (exchange) => {
      const to = addressed(moveSession, exchange);
      const { startsAt, doctorId = null, roomId = null, reason = null, override } = exchange.body;
      const wanted = { startsAt, doctorId, roomId };
      const message = { ...to.command, ...wanted, reason, override: overrideOf(override) };
      return settle(context, to, {
        async authorise(tx, session) {
          await demandMay(tx, to.wish.actor, 'move', session);
          demandMayOverride(to.wish.actor, override);
        },
        async check(tx, session) {
          await demandFitting(tx, to.wish.actor, session, wanted);
          demandOtherTime(session, wanted);
        },
        send: (options) => context.sessions.move(to.sessionId, message, options),
      });
    }),
    ...answering(context),
  ];
}

function answering(context: ApiContext): Endpoint[] {
  const about = { subject: 'MOVE', category: null } as const;
  const decide = (to: Addressed, verdict: 'APPROVE' | 'REJECT' | 'WITHDRAW', reason: string | null) => {
    const word = { ...to.command, ...about, verdict, reason };
    return (options: { resume: boolean }) => context.sessions.decide(to.sessionId, word, options);
  };
  return [
    implement(approveMove, async (exchange) => {
      const to = addressed(approveMove, exchange);
      return settle(context, to, {
        authorise: (tx, session) => demandMay(tx, to.wish.actor, 'move/approve', session),
        send: decide(to, 'APPROVE', null),
      });
    }),
    implement(rejectMove, async (exchange) => {
      const to = addressed(rejectMove, exchange);
      const { reason } = exchange.body;
      return settle(context, to, {
        authorise: (tx, session) => demandMay(tx, to.wish.actor, 'move/reject', session),
        check: (_tx, { move }) => {
          if (move?.awaiting === 'DOCTOR') demandReason(reason);
          return Promise.resolve();
        },
        send: decide(to, 'REJECT', reason?.trim() || null),
      });
    }),
    implement(withdrawMove, async (exchange) => {
      const to = addressed(withdrawMove, exchange);
      return settle(context, to, {
        authorise: (tx, session) => demandMay(tx, to.wish.actor, 'move/withdraw', session),
        send: decide(to, 'WITHDRAW', null),
      });
    }),
  ];
}
