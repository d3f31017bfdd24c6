import { isTerminal } from '../../domain/session/types.js';
import type { Tx } from '../../prisma/actor.js';
import { notePendingDecision } from '../../prisma/stores/idempotency-store.js';
import { decisionById } from '../../prisma/stores/session-store.js';
import { readSession } from '../../prisma/views/session-view.js';
import type { ResponseOf } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { claim, expiryOf, rememberingRefusals } from '../http/idempotency.js';
import { findSession, presentSession } from '../sessions/present.js';
import type { Addressed } from './addressed.js';
import type { Hides, Letter, Message, Settling, Shows } from './letter.js';
import { afterTheEnd, fromDecision, fromResult } from './outcome.js';

/** Sends a message and answers with the session that came of it; 202 when that takes too long. */
export function settle(context: ApiContext, to: Addressed, message: Message): Promise<ResponseOf<Shows>> {
  const applied: Letter<Shows>['applied'] = async (tx) => ({
    status: 200,
    body: await presentSession(tx, to.wish.actor, to.sessionId, context.now()),
  });
  return deliver<Shows>(context, { ...to, ...message, applied, hides: false });
}

/** The same for what hides the session. */
export function settleHiding(context: ApiContext, to: Addressed, message: Message): Promise<ResponseOf<Hides>> {
  const applied: Letter<Hides>['applied'] = () => Promise.resolve({ status: 204, body: undefined });
  return deliver<Hides>(context, { ...to, ...message, applied, hides: true });
}

async function deliver<O extends Settling>(context: ApiContext, letter: Letter<O>): Promise<ResponseOf<O>> {
  const { wish, decisionId } = letter;
  return rememberingRefusals(context, wish, async () => {
    const waiting = context.decisions.expect(decisionId, context.config.decisionWaitMs);
    try {
      const opening = await context.db.withActor(wish.actor, (tx) => open(tx, context, letter));
      if (opening.answer !== null) return opening.answer;
      const delivery = opening.decided ? 'SENT' : await hand(context, letter);
      if (delivery === 'SENT' && !opening.decided) await waiting.settled;
      return await context.db.withActor(wish.actor, (tx) => {
        if (delivery === 'SENT') return answer(tx, context, letter);
        return delivery === 'ENDED' ? afterTheEnd(tx, context, letter) : fromResult(tx, context, letter, delivery);
      });
    } finally {
      waiting.cancel();
    }
  });
}

async function open<O extends Settling>(
  tx: Tx,
  context: ApiContext,
  letter: Letter<O>,
): Promise<{ answer: ResponseOf<O> | null; decided: boolean }> {
  const { wish, decisionId } = letter;
  const session = await readSession(tx, letter.sessionId);
  const earlier = wish.key === null ? null : await decisionById(tx, decisionId);
  if (session !== null) await letter.authorise(tx, session);
  else if (!letter.hides || earlier?.state !== 'APPLIED') throw absent('session', wish.actor.role);
  const answered = await claim<O>(tx, wish, context.now());
  if (answered !== null || earlier !== null) return { answer: answered, decided: earlier !== null };
  if (session !== null) await letter.check?.(tx, session);
  return { answer: null, decided: false };
}

/** A workflow may be missing although its session goes on; then it is started from the row, together with the message. */
async function hand(context: ApiContext, letter: Addressed & Message): ReturnType<Message['send']> {
  const { actor } = letter.wish;
  const delivery = await letter.send({ resume: false });
  if (delivery !== 'ENDED') return delivery;
  const session = await context.db.withActor(actor, (tx) => findSession(tx, actor, letter.sessionId));
  return isTerminal(session.status) ? 'ENDED' : letter.send({ resume: true });
}

async function answer<O extends Settling>(tx: Tx, context: ApiContext, letter: Letter<O>): Promise<ResponseOf<O>> {
  const { sessionId, decisionId, wish } = letter;
  const decision = await decisionById(tx, decisionId);
  if (decision !== null) return fromDecision(tx, context, letter, decision);
  const now = context.now();
  await notePendingDecision(tx, { callerId: wish.actor.id, sessionId, decisionId }, now, expiryOf(now));
  // Both kinds of operation answer so.
  return { status: 202, body: { decisionId } } as ResponseOf<O>;
}
