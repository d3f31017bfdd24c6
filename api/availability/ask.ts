import { alternativesWindow, nearestAlternatives, schedulingWindow } from '../../domain/availability/index.js';
import type { Slot } from '../../domain/availability/types.js';
import { DomainError } from '../../domain/errors.js';
import type { Policy } from '../../domain/policy/policy.js';
import type { Tx } from '../../prisma/actor.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import { readOpenSessions } from '../../prisma/views/availability-view.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import type { ApiContext } from '../context.js';
import type { Operation, ResponseOf } from '../contract/operation.js';
import { once, type Wish } from '../http/idempotency.js';
import type { PersonActor } from '../http/principal.js';
import { presentSessions } from '../sessions/present.js';
import { Unsettled } from './change.js';
import { judgedUnder, wishFor, type Under } from './judged.js';

/** Looking for alternatives takes a while, and whoever is asked about more sessions will hardly move them one by one. */
const WITH_ALTERNATIVES = 50;
const COUNT = 3;

/**
 * `once` for a change of hours. Where it is unsettled its transaction ends, and the doctor can be booked again, before the
 * question is put together in another one; the question is what the key remembers.
 */
export async function onceOrAsk<O extends Operation>(
  context: Pick<ApiContext, 'db' | 'now'>,
  wish: Wish,
  work: (tx: Tx) => Promise<ResponseOf<O>>,
): Promise<ResponseOf<O>> {
  try {
    return await once<O>(context, wish, work);
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error;
    return once<O>(context, wish, async (tx) => {
      throw await confirmationRequired(tx, wish.actor, error, context.now());
    });
  }
}

/** Asks what is to become of the sessions that a change would leave outside, as far as they are not over meanwhile. */
async function confirmationRequired(
  tx: Tx,
  actor: PersonActor,
  { doctorId, affected: times, after }: Unsettled,
  now: Date,
): Promise<DomainError> {
  const startOf = new Map(times.map(({ id, startMs }) => [id, startMs]));
  const sessions = await presentSessions(tx, actor, await readOpenSessions(tx, [...startOf.keys()]), now);
  const policy = await readPolicy(tx);
  const affected: { session: SessionView; alternatives: Slot[] }[] = [];
  for (const session of sessions) {
    const isOffered = affected.length < WITH_ALTERNATIVES;
    const around = { startsAtMs: startOf.get(session.id) as number, policy, nowMs: now.getTime() };
    const alternatives = isOffered ? await alternativesUnder(tx, { doctorId, after }, session, around) : [];
    affected.push({ session, alternatives });
  }
  const message =
    affected.length === 0
      ? 'The sessions that this change concerns have ended meanwhile; ask again without them in onConflict.'
      : 'Sessions would be left outside the hours; say in onConflict for each of them what becomes of it.';
  return new DomainError('confirmation_required', message, { affected });
}

/** Free times of the doctor by hours that do not hold yet, nearest to the time that is concerned. */
async function alternativesUnder(
  tx: Tx,
  under: Under,
  session: SessionView,
  around: { startsAtMs: number; policy: Policy; nowMs: number },
): Promise<Slot[]> {
  const input = await judgedUnder(tx, under, session, schedulingWindow(around));
  if (input === null) return [];
  const wanted = wishFor(session, around.startsAtMs);
  return nearestAlternatives(input, wanted, around.nowMs, COUNT, alternativesWindow(around));
}
