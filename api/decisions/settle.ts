import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { isTerminal } from '../../domain/session/types.js';
import type { Tx } from '../../prisma/actor.js';
import { decisionById, type DecisionRecord } from '../../prisma/stores/session-store.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import type { approveSession } from '../contract/decisions.js';
import type { ResponseOf } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import { claim, isClaimed, remember, rememberingRefusals, type Wish } from '../http/idempotency.js';
import { findSession, presentSession, type PersonActor } from '../sessions/present.js';

type Settles = typeof approveSession;
export type Settled = ResponseOf<Settles>;

type Delivery = 'SENT' | 'DONE' | 'ENDED';

/** A message to a session's workflow, and how it is sent. */
export interface Message {
  sessionId: string;
  decisionId: string;
  /** Refuses what the caller may not do, before anything is sent. */
  authorise(tx: Tx, session: SessionView): Promise<void> | void;
  /** SENT: its effect is awaited; DONE: it has taken effect; ENDED: the workflow is over. */
  send(): Promise<Delivery>;
}

/** Sends a message and answers with what became of it; 202 when that takes too long. */
export async function settle(context: ApiContext, wish: Wish, message: Message): Promise<Settled> {
  return rememberingRefusals(context, wish, async () => {
    const { actor } = wish;
    const waiting = context.decisions.expect(message.decisionId, context.config.decisionWaitMs);
    try {
      const opening = await context.db.withActor(actor, (tx) => open(tx, context, wish, message));
      if (opening.answer !== null) return opening.answer;
      if (opening.decision === null) {
        const delivery = await deliver(context, message, opening.session);
        if (delivery === 'ENDED') return await afterTheEnd(context, wish, message);
        if (delivery === 'SENT') await waiting.settled;
      }
      return await context.db.withActor(actor, (tx) => answer(tx, context, wish, message));
    } finally {
      waiting.cancel();
    }
  });
}

async function open(tx: Tx, context: ApiContext, wish: Wish, message: Message) {
  const session = await findSession(tx, wish.actor, message.sessionId);
  await message.authorise(tx, session);
  const answered = await claim<Settles>(tx, wish, context.now());
  const decision = wish.key === null || answered !== null ? null : await decisionById(tx, message.decisionId);
  return { session, answer: answered, decision };
}

/** A workflow may be missing although its session goes on; then it is started from the row, and asked again. */
async function deliver(context: ApiContext, message: Message, session: SessionView): Promise<Delivery> {
  const delivery = await message.send();
  if (delivery !== 'ENDED' || isTerminal(session.status)) return delivery;
  await context.sessions.resume(message.sessionId);
  return message.send();
}

async function answer(tx: Tx, context: ApiContext, wish: Wish, message: Message): Promise<Settled> {
  const decision = await decisionById(tx, message.decisionId);
  if (decision === null) {
    await notePending(tx, wish.actor, message.decisionId, context.now());
    return { status: 202, body: { decisionId: message.decisionId } };
  }
  return fromDecision(tx, context, wish, decision);
}

async function fromDecision(tx: Tx, context: ApiContext, wish: Wish, decision: DecisionRecord): Promise<Settled> {
  if (decision.bodyHash !== null && decision.bodyHash !== wish.bodyHash) {
    throw new DomainError('idempotency_conflict', 'This Idempotency-Key was used for another request.');
  }
  const session = await presentSession(tx, wish.actor, decision.sessionId, context.now());
  if (decision.state === 'REFUSED') throw refusal(decision.code ?? 'invalid_transition', session);
  return remember<Settles>(tx, wish, { status: 200, body: session });
}

/** The workflow is over: a decision of this id may be there all the same, else the row tells why it is too late. */
async function afterTheEnd(context: ApiContext, wish: Wish, message: Message): Promise<Settled> {
  return context.db.withActor(wish.actor, async (tx) => {
    const decision = await decisionById(tx, message.decisionId);
    if (decision !== null) return fromDecision(tx, context, wish, decision);
    const session = await findSession(tx, wish.actor, message.sessionId);
    throw refusal(tooLateCode(wish, session), session);
  });
}

/** The code that the database would have given to a message that came in time to be refused. */
function tooLateCode({ operationId }: Wish, { status }: SessionView): ErrorCode {
  const isDecision = operationId === 'approveSession' || operationId === 'rejectSession';
  return isDecision && status === 'REJECTED' ? 'already_decided' : 'invalid_transition';
}

/** A refusal in words; `already_decided` tells who decided what, and when. */
export function refusal(
  code: ErrorCode,
  session: Pick<SessionView, 'status' | 'decidedBy' | 'decidedAt'>,
): DomainError {
  const { status, decidedBy, decidedAt } = session;
  switch (code) {
    case 'already_decided':
      return new DomainError(code, 'Somebody has decided this already.', {
        sessionStatus: status,
        decidedBy,
        decidedAt,
      });
    case 'stale_version':
      return new DomainError(code, 'The session has changed since you looked at it.', { sessionStatus: status });
    case 'invalid_transition':
      return new DomainError(code, 'This is not possible in the present state of the session.', {
        sessionStatus: status,
      });
    case 'reason_required':
      return new DomainError(code, 'Say why.', { errors: [{ pointer: '/reason', message: 'is required' }] });
    default:
      return new DomainError(code, 'You may not do this with the session.');
  }
}

const pendingWish = (actor: PersonActor, decisionId: string): Wish => ({
  actor,
  operationId: 'decision',
  key: `decision:${decisionId}`,
  bodyHash: decisionId,
});

/** Notes that a decision was sent whose effect is not there yet, so that asking for it is not asking for nothing. */
async function notePending(tx: Tx, actor: PersonActor, decisionId: string, now: Date): Promise<void> {
  await claim(tx, pendingWish(actor, decisionId), now);
}

/** True for a decision that this person sent and nobody has heard of since. */
export function pendingDecision(tx: Tx, actor: PersonActor, decisionId: string): Promise<boolean> {
  return isClaimed(tx, pendingWish(actor, decisionId));
}
