import type { Actor, Role } from '../../domain/actor.js';
import { DomainError, isErrorCode, type ErrorDetails } from '../../domain/errors.js';
import type { Tx } from '../../prisma/actor.js';
import type { ApiContext } from '../context.js';
import type { Operation, ResponseOf } from '../contract/operation.js';
import type { Person } from './principal.js';

/** One caller's wish to have something done once. */
export interface Wish {
  actor: Actor & { id: string; role: Role };
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

/**
 * Claims the key for this wish within `tx` and waits for another transaction that is doing so. The remembered answer
 * if there is one (a refusal is thrown), null when the work is to be done. Another body under the key is a conflict.
 */
export async function claim<O extends Operation>(tx: Tx, wish: Wish, now: Date): Promise<ResponseOf<O> | null> {
  if (wish.key === null) return null;
  const { actor, key, operationId, bodyHash } = wish;
  const expiresAt = new Date(now.getTime() + KEPT_MS);
  const row = { callerId: actor.id, key, operation: operationId, bodyHash, lockedUntil: now, expiresAt };
  const insert = async (): Promise<boolean> =>
    (await tx.idempotencyKey.createMany({ data: [row], skipDuplicates: true })).count > 0;
  if (await insert()) return null;
  const expired = await tx.idempotencyKey.deleteMany({ where: { callerId: actor.id, key, expiresAt: { lt: now } } });
  if (expired.count > 0 && (await insert())) return null;
  return remembered<O>(tx, wish);
}

/** True where the key is known, answered or not. */
export async function isClaimed(tx: Tx, { actor, key }: Wish): Promise<boolean> {
  return (await tx.idempotencyKey.count({ where: { callerId: actor.id, key: String(key) } })) > 0;
}

/** The wish of one request. */
export function wishOf(
  { operationId }: Operation,
  { principal, idempotencyKey, bodyHash }: { principal: Person; idempotencyKey: string | null; bodyHash: string },
): Wish {
  return { actor: principal.actor, operationId, key: idempotencyKey, bodyHash };
}

/** Remembers an answer within `tx`, unless one is remembered already; returns the one that counts. */
export async function remember<O extends Operation>(tx: Tx, wish: Wish, answer: ResponseOf<O>): Promise<ResponseOf<O>> {
  if (wish.key === null) return answer;
  const { count } = await tx.idempotencyKey.updateMany({
    where: { callerId: wish.actor.id, key: wish.key, state: 'IN_FLIGHT' },
    data: { state: 'DONE', responseStatus: answer.status, responseBody: JSON.stringify(answer.body ?? null) },
  });
  return count > 0 ? answer : ((await remembered<O>(tx, wish)) ?? answer);
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

async function rememberRefusal(
  context: Pick<ApiContext, 'db'>,
  wish: Wish,
  { code, message, details }: DomainError,
  before?: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  if (wish.key === null) return;
  await context.db.withActor(wish.actor, async (tx) => {
    await before?.(tx);
    await remember(tx, wish, { status: REFUSED, body: { [REFUSAL]: { code, message, details } } });
  });
}

function isRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code !== 'idempotency_conflict' && !NOT_REMEMBERED.includes(error.code);
}

async function remembered<O extends Operation>(tx: Tx, wish: Wish): Promise<ResponseOf<O> | null> {
  const row = await tx.idempotencyKey.findUnique({
    where: { callerId_key: { callerId: wish.actor.id, key: String(wish.key) } },
  });
  if (row === null) return null;
  if (row.operation !== wish.operationId || row.bodyHash !== wish.bodyHash) {
    throw new DomainError('idempotency_conflict', 'This Idempotency-Key was used for another request.');
  }
  if (row.state !== 'DONE' || row.responseStatus === null) return null;
  // Kept as text: jsonb would put the members in another order, and equal answers shall be equal to the letter.
  const body = JSON.parse(row.responseBody as string) as Record<string, unknown> | null;
  if (row.responseStatus === REFUSED) throw refusalFrom(body?.[REFUSAL]);
  return { status: row.responseStatus, body: body ?? undefined } as ResponseOf<O>;
}

function refusalFrom(stored: unknown): DomainError {
  const { code, message, details } = stored as { code: string; message: string; details: ErrorDetails };
  return new DomainError(isErrorCode(code) ? code : 'validation_failed', message, details);
}
