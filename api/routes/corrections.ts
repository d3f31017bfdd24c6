import type { SessionChanges } from '../../workflows/session/contract.js';
import { completeSession, deleteSession, markNoShow, reopenSession, updateSession } from '../contract/corrections.js';
import type { ApiContext } from '../context.js';
import { addressed } from '../decisions/addressed.js';
import { demandMay } from '../decisions/authorise.js';
import { demandReason } from '../decisions/refusal.js';
import { settle, settleHiding } from '../decisions/settle.js';
import { implement, type Endpoint } from '../http/endpoint.js';
import { invalidField } from '../http/problem.js';
import { demandFitting } from '../sessions/fitting.js';
import { overrideOf } from '../sessions/override.js';

/** How sessions end, and what admins put right. */
export function correctionRoutes(context: ApiContext): Endpoint[] {
  return [...closing(context), reopening(context), changing(context), deleting(context)];
}

const COMPLETING = ['complete', 'COMPLETE'] as const;
const MISSING = ['no-show', 'NO_SHOW'] as const;

function closing(context: ApiContext): Endpoint[] {
  return ([completeSession, markNoShow] as const).map((operation) =>
    implement(operation, async (exchange) => {
      const to = addressed(operation, exchange);
      const [action, verdict] = operation === completeSession ? COMPLETING : MISSING;
      return settle(context, to, {
        authorise: (tx, session) => demandMay(tx, to.wish.actor, action, session),
        send: () => context.sessions.close(to.sessionId, { ...to.command, verdict }),
      });
    }),
  );
}

function reopening(context: ApiContext): Endpoint {
  return implement(reopenSession, async (exchange) => {
    const to = addressed(reopenSession, exchange);
    const { reason = '', override } = exchange.body;
    const message = { ...to.command, kind: 'REOPEN', reason: reason.trim(), override: overrideOf(override) } as const;
    return settle(context, to, {
      async authorise(tx, session) {
        await demandMay(tx, to.wish.actor, 'reopen', session);
        demandReason(reason);
      },
      send: () => context.sessions.correct(to.sessionId, message),
    });
  });
}

function changing(context: ApiContext): Endpoint {
  return implement(updateSession, async (exchange) => {
    const to = addressed(updateSession, exchange);
    const { reason = '', version: _version, override, ...given } = exchange.body;
    const changes = named(given);
    if (Object.keys(changes).length === 0) throw invalidField('', 'must name at least one field to change');
    const word = { kind: 'AMEND', changes, reason: reason.trim(), override: overrideOf(override) } as const;
    return settle(context, to, {
      async authorise(tx, session) {
        await demandMay(tx, to.wish.actor, 'edit', session);
        demandReason(reason);
      },
      check: (tx, session) => demandFitting(tx, to.wish.actor, session, given),
      send: () => context.sessions.correct(to.sessionId, { ...to.command, ...word }),
    });
  });
}

function deleting(context: ApiContext): Endpoint {
  return implement(deleteSession, async (exchange) => {
    const to = addressed(deleteSession, exchange);
    const { reason = '' } = exchange.body;
    const message = { ...to.command, kind: 'DELETE', reason: reason.trim(), override: null } as const;
    return settleHiding(context, to, {
      async authorise(tx, session) {
        await demandMay(tx, to.wish.actor, 'delete', session);
        demandReason(reason);
      },
      send: () => context.sessions.correct(to.sessionId, message),
    });
  });
}

/** What was given: a field that is absent stays as it is. */
function named(given: SessionChanges): SessionChanges {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
