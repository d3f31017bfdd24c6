import type { SchedulingInput } from '../domain/availability/types.js';
import type { Tx } from '../prisma/actor.js';
import type { RefuseCommand, StoredStep, WantedTime } from '../prisma/stores/session-commands.js';
import { refuseStep } from '../prisma/stores/session-moves-store.js';
import { checkSlot, lostSlot, type SlotWish } from './slot-check.js';

type Refused = Pick<RefuseCommand, 'code' | 'refusal'>;

interface Taking {
  wish: SlotWish;
  nowMs: number;
  /** What is asked for, to keep a refusal by. */
  command: Omit<RefuseCommand, 'code' | 'refusal'>;
  /** Asks the database for the time that the rules let pass. */
  take(wanted: WantedTime, policy: SchedulingInput['policy']): Promise<StoredStep>;
}

/**
 * Gives a session another time: the rules first, for a good message, then the database, which is the truth. What either of
 * them refuses is kept with what is free instead.
 */
export async function takeWanted(tx: Tx, { wish, nowMs, command, take }: Taking): Promise<StoredStep> {
  const refuse = (refused: Refused): Promise<StoredStep> => refuseStep(tx, { ...command, ...refused });
  const check = await checkSlot(tx, wish, nowMs);
  if (check === null) return refuse({ code: 'forbidden', refusal: null });
  if (!check.isFree) return refuse({ code: check.code, refusal: check.refusal });
  const step = await take(check.wanted, check.policy);
  const { refusal } = step;
  if (step.state === 'APPLIED' || !refusal || refusal.alternatives.length > 0) return step;
  return refuse(await lostSlot(tx, wish, check, refusal.conflicts, nowMs));
}
