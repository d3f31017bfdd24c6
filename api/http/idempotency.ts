import { DomainError, isErrorCode, type ErrorDetails } from '../../domain/errors.js';
import type { Tx } from '../../prisma/actor.js';
import { keepAnswer, readKey, takeKey, type KeyUse } from '../../prisma/stores/idempotency-store.js';
import type { ApiContext } from '../context.js';
import type { Operation, ResponseOf } from '../contract/operation.js';
import type { Person, PersonActor } from './principal.js';

/** One caller's wish to have something done once. */
export interface Wish {
  actor: PersonActor;
  operationId: string;
  key: string | null;
  bodyHash: string;
}

const KEPT_MS = 24 * 3_600_000;
/** Refusals by the rules are answers; whatever may pass by itself is not. */
const NOT_REMEMBERED = ['temporarily_unavailable', 'rate_limited', 'unauthenticated', 'forbidden', 'not_found'];
const REFUSAL = 'refusal';
/** Stands where the status of a success would; the problem's own status follows from its code. */
const REFUSED = 0;

/** When a key that is used now is free again. */
export const expiryOf = (now: Date): Date => new Date(now.getTime() + KEPT_MS);

/** The wish of one request. */
export function wishOf(
  { operationId }: Operation,
  { principal, idempotencyKey, bodyHash }: { principal: Person; idempotencyKey: string | null; bodyHash: string },
): Wish {
  return { actor: principal.actor, operationId, key: idempotencyKey, bodyHash };
}

/**
 * Claims the key for this wish within `tx` and waits for another transaction that is doing so. The remembered answer
 * if there is one (a refusal is thrown), null when the work is to be done. Another body under the key is a conflict.
 */
export async function claim<O extends Operation>(tx: Tx, wish: Wish, now: Date): Promise<ResponseOf<O> | null> {
  const use = useOf(wish);
  if (use === null || (await takeKey(tx, use, now, expiryOf(now)))) return null;
  return remembered<O>(tx, use);
}

/** Remembers an answer within `tx`, unless one is remembered already; returns the one that counts. */
export async function remember<O extends Operation>(tx: Tx, wish: Wish, answer: ResponseOf<O>): Promise<ResponseOf<O>> {
  const use = useOf(wish);
  if (use === null) return answer;
  const kept = await keepAnswer(tx, use, { status: answer.status, body: JSON.stringify(answer.body ?? null) });
  return kept ? answer : ((await remembered<O>(tx, use)) ?? answer);
}

/** Does `work` in one transaction together with its key, and remembers refusals too. */
export async function once<O extends Operation>(
  context: Pick<ApiContext, 'db' | 'now'>,
  wish: Wish,
  work: (tx: Tx) => Promise<ResponseOf<O>>,
): Promise<ResponseOf<O>> {
  try {
    return await context.db.withActor(wish.actor, async (tx) => {
      const before = await claim<O>(tx, wish, context.now());
      return before ?? (await remember<O>(tx, wish, await work(tx)));
    });
  } catch (error) {
    // The claim was undone together with the work.
    if (isRefusal(error)) await rememberRefusal(context, wish, error, (tx) => claim(tx, wish, context.now()));
    throw error;
  }
}

/** Runs `work`, which claims the key itself; a refusal that comes after the claim is kept before it is thrown on. */
export async function rememberingRefusals<T>(
  context: Pick<ApiContext, 'db'>,
  wish: Wish,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isRefusal(error)) await rememberRefusal(context, wish, error);
    throw error;
  }
}

/** A refusal before the claim finds the key free, or in use for another wish, and leaves both as they are. */
async function rememberRefusal(
  context: Pick<ApiContext, 'db'>,
  wish: Wish,
  { code, message, details }: DomainError,
  before?: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const use = useOf(wish);
  if (use === null) return;
  await context.db.withActor(wish.actor, async (tx) => {
    await before?.(tx);
    await keepAnswer(tx, use, { status: REFUSED, body: JSON.stringify({ [REFUSAL]: { code, message, details } }) });
  });
}

function useOf({ actor, key, operationId, bodyHash }: Wish): KeyUse | null {
  return key === null ? null : { callerId: actor.id, key, operation: operationId, bodyHash };
}

function isRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code !== 'idempotency_conflict' && !NOT_REMEMBERED.includes(error.code);
}

async function remembered<O extends Operation>(tx: Tx, use: KeyUse): Promise<ResponseOf<O> | null> {
  const row = await readKey(tx, use.callerId, use.key);
  if (row === null) return null;
  if (row.operation !== use.operation || row.bodyHash !== use.bodyHash) {
    throw new DomainError('idempotency_conflict', 'This Idempotency-Key was used for another request.');
  }
  if (row.responseStatus === null || row.responseBody === null) return null;
  const body = JSON.parse(row.responseBody) as Record<string, unknown> | null;
  if (row.responseStatus === REFUSED) throw refusalFrom(body?.[REFUSAL]);
  return { status: row.responseStatus, body: body ?? undefined } as ResponseOf<O>;
}

function refusalFrom(stored: unknown): DomainError {
  const { code, message, details } = stored as { code: string; message: string; details: ErrorDetails };
  return new DomainError(isErrorCode(code) ? code : 'validation_failed', message, details);
}
