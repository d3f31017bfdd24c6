import { DomainError, type ErrorCode } from '../../domain/errors.js';
import type { StepResult } from '../../domain/session/types.js';
import type { Tx } from '../../prisma/actor.js';
import { decisionById, type DecisionRecord } from '../../prisma/stores/session-store.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import type { ResponseOf } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import { remember, type Wish } from '../http/idempotency.js';
import { findSession } from '../sessions/present.js';
import { isTimeRefusalCode, shownRefusal, timeRefusal } from '../sessions/time-refusal.js';
import type { Addressed } from './addressed.js';
import type { Letter, Settling } from './letter.js';
import { refusal } from './refusal.js';

/** The answer to a message of which a decision is kept. */
export async function fromDecision<O extends Settling>(
  tx: Tx,
  context: ApiContext,
  letter: Letter<O>,
  decision: DecisionRecord,
): Promise<ResponseOf<O>> {
  if (decision.bodyHash !== null && decision.bodyHash !== letter.wish.bodyHash) {
    throw new DomainError('idempotency_conflict', 'This Idempotency-Key was used for another request.');
  }
  return fromResult(tx, context, letter, decision);
}

type Result = Pick<StepResult, 'state' | 'code' | 'refusal'>;

/** The answer to a message that came to this; a refusal is thrown. */
export async function fromResult<O extends Settling>(
  tx: Tx,
  context: ApiContext,
  letter: Letter<O>,
  { state, code, refusal: time }: Result,
): Promise<ResponseOf<O>> {
  if (state === 'APPLIED') return remember<O>(tx, letter.wish, await letter.applied(tx));
  if (isTimeRefusalCode(code)) throw timeRefusal(code, await shownRefusal(tx, letter.wish.actor, time ?? {}));
  throw await refusedBy(tx, context, letter, code ?? 'invalid_transition');
}

async function refusedBy(
  tx: Tx,
  context: ApiContext,
  { wish, sessionId }: Addressed,
  code: ErrorCode,
): Promise<DomainError> {
  const { operationId, actor } = wish;
  const session = await findSession(tx, actor, sessionId);
  return refusal({ operationId, code, role: actor.role, nowMs: context.now().getTime() }, session);
}

/** The workflow is over: a decision of this id may be there all the same, else the row tells why it is too late. */
export async function afterTheEnd<O extends Settling>(
  tx: Tx,
  context: ApiContext,
  letter: Letter<O>,
): Promise<ResponseOf<O>> {
  const { wish, decisionId, sessionId } = letter;
  const decision = await decisionById(tx, decisionId);
  if (decision !== null) return fromDecision(tx, context, letter, decision);
  const session = await findSession(tx, wish.actor, sessionId);
  throw await refusedBy(tx, context, letter, tooLateCode(wish, session));
}

/** The code that the database would have given to a message that came in time to be refused. */
function tooLateCode({ operationId }: Wish, { status }: SessionView): ErrorCode {
  const isDecision = operationId === 'approveSession' || operationId === 'rejectSession';
  return isDecision && status === 'REJECTED' ? 'already_decided' : 'invalid_transition';
}
