import {
  affectedSessions,
  matchChoices,
  type ConflictChoice,
  type Schedule,
  type SettledChoice,
} from '../../domain/availability/editing/index.js';
import { DomainError } from '../../domain/errors.js';
import type { Tx } from '../../prisma/actor.js';
import { openAvailability, type OpenAvailability } from '../../prisma/stores/availability-store.js';
import { openLeave } from '../../prisma/stores/leave-store.js';
import { endedSessionIds } from '../../prisma/views/availability-view.js';
import { readLeave, type LeaveView } from '../../prisma/views/leave-view.js';
import type { ApiContext } from '../context.js';
import type { PersonActor } from '../http/principal.js';
import { confirmationRequired } from './ask.js';
import { faulty } from './refusals.js';

/** One change of a doctor's hours. */
export interface Change {
  doctorId: string;
  weekly: boolean;
  /** Id of the leave, should sessions be left outside; the exception's where there is one. */
  leaveId: string;
  exceptionId: string | null;
  choices: readonly ConflictChoice[];
  /** What the hours would be; throws where that may not be. */
  plan(open: OpenAvailability): Schedule;
  write(tx: Tx): Promise<void>;
}

/**
 * Makes a change within `tx`, holding bookings for the doctor off until it ends. Sessions that it leaves outside need an
 * action each, else it asks. The leave that settles them, null where there are none.
 */
export async function makeChange(
  tx: Tx,
  { now }: Pick<ApiContext, 'now'>,
  actor: PersonActor,
  change: Change,
): Promise<LeaveView | null> {
  const { doctorId, weekly, leaveId, exceptionId } = change;
  const { sessions, ...before } = await openAvailability(tx, { doctorId, weekly });
  const after = change.plan({ sessions, ...before });
  const affected = affectedSessions(before, after, sessions);
  const affectedIds = affected.map(({ id }) => id);
  const named = change.choices.map(({ sessionId }) => sessionId);
  const verdict = matchChoices(change.choices, affectedIds, await endedSessionIds(tx, doctorId, named));
  if (verdict.kind === 'FAULTY') throw faulty(verdict.faults);
  if (verdict.kind === 'ASK') throw await confirmationRequired(tx, actor, { after, affected, now: now() });
  await change.write(tx);
  return verdict.choices.length === 0 ? null : leaveOf(tx, { leaveId, doctorId, exceptionId, items: verdict.choices });
}

async function leaveOf(
  tx: Tx,
  command: { leaveId: string; doctorId: string; exceptionId: string | null; items: SettledChoice[] },
): Promise<LeaveView> {
  await openLeave(tx, command);
  return (await readLeave(tx, command.leaveId)) as LeaveView;
}

/**
 * Has a leave carried out after the commit that opened it. It is durable by then: one that cannot be started just now is
 * taken up by the next round of reconciling.
 */
export async function setOut(
  { leaves, logger }: Pick<ApiContext, 'leaves' | 'logger'>,
  leave: { id: string; total: number; done: number } | null,
  requestId: string,
): Promise<void> {
  if (leave === null || leave.done === leave.total) return;
  try {
    await leaves.carryOut(leave.id);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'temporarily_unavailable') throw error;
    logger.warn({ requestId, leaveId: leave.id }, 'leave waits for reconciling');
  }
}
