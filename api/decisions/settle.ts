import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { isTerminal, type StepResult } from '../../domain/session/types.js';
import type { Tx } from '../../prisma/actor.js';
import { notePendingDecision } from '../../prisma/stores/idempotency-store.js';
import { decisionById, type DecisionRecord } from '../../prisma/stores/session-store.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import type { SendOptions } from '../../workflows/session/client.js';
import type { approveSession } from '../contract/decisions.js';
import type { ResponseOf } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import { claim, expiryOf, remember, rememberingRefusals, type Wish } from '../http/idempotency.js';
import { findSession, presentSession } from '../sessions/present.js';
import { isPastCutoff, pastCutoff, refusal } from './refusal.js';

type Settles = typeof approveSession;
export type Settled = ResponseOf<Settles>;

/** A message to a session's workflow, and how it is sent. */
export interface Message {
  sessionId: string;
  decisionId: string;
  /** Refuses what the caller may not do, before anything is sent. */
  authorise(tx: Tx, session: SessionView): Promise<void>;
  /** SENT: its effect is awaited; ENDED: no workflow runs; else what it came to. With `resume` a missing one is started. */
  send(options: SendOptions): Promise<'SENT' | 'ENDED' | StepResult>;
}

/** Sends a message and answers with what became of it; 202 when that takes too long. */
export async function settle(context: ApiContext, wish: Wish, message: Message): Promise<Settled> {
  return rememberingRefusals(context, wish, async () => {
    const { actor } = wish;
    const waiting = context.decisions.expect(message.decisionId, context.config.decisionWaitMs);
    try {
      const opening = await context.db.withActor(actor, (tx) => open(tx, context, wish, message));
      if (opening.answer !== null) return opening.answer;
      const delivery = opening.decided ? 'SENT' : await deliver(context, wish, message);
      if (delivery === 'SENT' && !opening.decided) await waiting.settled;
      return await context.db.withActor(actor, (tx) => {
        if (delivery === 'SENT') return answer(tx, context, wish, message);
        return delivery === 'ENDED'
          ? afterTheEnd(tx, context, wish, message)
          : fromResult(tx, context, wish, message, delivery);
      });
    } finally {
      waiting.cancel();
    }
  });
}

async function open(
  tx: Tx,
  context: ApiContext,
  wish: Wish,
  message: Message,
): Promise<{ answer: Settled | null; decided: boolean }> {
  await message.authorise(tx, await findSession(tx, wish.actor, message.sessionId));
  const answered = await claim<Settles>(tx, wish, context.now());
  if (wish.key === null || answered !== null) return { answer: answered, decided: false };
  return { answer: null, decided: (await decisionById(tx, message.decisionId)) !== null };
}

/** A workflow may be missing although its session goes on; then it is started from the row, together with the message. */
async function deliver(context: ApiContext, { actor }: Wish, message: Message): ReturnType<Message['send']> {
  const delivery = await message.send({ resume: false });
  if (delivery !== 'ENDED') return delivery;
  const session = await context.db.withActor(actor, (tx) => findSession(tx, actor, message.sessionId));
  return isTerminal(session.status) ? 'ENDED' : message.send({ resume: true });
}

async function answer(tx: Tx, context: ApiContext, wish: Wish, message: Message): Promise<Settled> {
  const { sessionId, decisionId } = message;
  const decision = await decisionById(tx, decisionId);
  if (decision !== null) return fromDecision(tx, context, wish, decision);
  const now = context.now();
  await notePendingDecision(tx, { callerId: wish.actor.id, sessionId, decisionId }, now, expiryOf(now));
  return { status: 202, body: { decisionId } };
}

async function fromDecision(tx: Tx, context: ApiContext, wish: Wish, decision: DecisionRecord): Promise<Settled> {
  if (decision.bodyHash !== null && decision.bodyHash !== wish.bodyHash) {
    throw new DomainError('idempotency_conflict', 'This Idempotency-Key was used for another request.');
  }
  return fromResult(tx, context, wish, decision, decision);
}

async function fromResult(
  tx: Tx,
  context: ApiContext,
  wish: Wish,
  { sessionId }: { sessionId: string },
  { state, code }: Pick<StepResult, 'state' | 'code'>,
): Promise<Settled> {
  const session = await presentSession(tx, wish.actor, sessionId, context.now());
  if (state === 'REFUSED' && isPastCutoff(wish, code, session)) throw pastCutoff(session);
  if (state === 'REFUSED') throw refusal(code ?? 'invalid_transition', session);
  return remember<Settles>(tx, wish, { status: 200, body: session });
}

/** The workflow is over: a decision of this id may be there all the same, else the row tells why it is too late. */
async function afterTheEnd(tx: Tx, context: ApiContext, wish: Wish, message: Message): Promise<Settled> {
  const decision = await decisionById(tx, message.decisionId);
  if (decision !== null) return fromDecision(tx, context, wish, decision);
  const session = await findSession(tx, wish.actor, message.sessionId);
  throw refusal(tooLateCode(wish, session), session);
}

/** The code that the database would have given to a message that came in time to be refused. */
function tooLateCode({ operationId }: Wish, { status }: SessionView): ErrorCode {
  const isDecision = operationId === 'approveSession' || operationId === 'rejectSession';
  return isDecision && status === 'REJECTED' ? 'already_decided' : 'invalid_transition';
}
