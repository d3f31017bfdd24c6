import {
  affectedSessions,
  matchChoices,
  MAX_CHOICES,
  type BookedTime,
  type ConflictChoice,
  type Schedule,
} from '../../domain/availability/editing/index.js';
import { DomainError } from '../../domain/errors.js';
import type { Fault } from '../../domain/fault.js';
import type { Tx } from '../../prisma/actor.js';
import { openAvailability, type OpenAvailability } from '../../prisma/stores/availability-store.js';
import { openLeave, type LeaveChoice } from '../../prisma/stores/leave-store.js';
import { endedSessionIds } from '../../prisma/views/availability-view.js';
import { readLeave, type LeaveView } from '../../prisma/views/leave-view.js';
import type { ApiContext } from '../context.js';
import { invalidField, invalidFields } from '../http/problem.js';
import { newTimeFaults } from './new-times.js';

/** One change of a doctor's hours. */
export interface Change {
  doctorId: string;
  weekly: boolean;
  /** Id of the leave, should sessions be left outside; the exception's where there is one. */
  leaveId: string;
  exceptionId: string | null;
  choices: readonly ConflictChoice[];
  /** Where and how it is made smaller, should it leave more sessions outside than a body can name. */
  inParts: Fault;
  /** What the hours would be; throws where that may not be. */
  plan(open: OpenAvailability): Schedule;
  write(tx: Tx): Promise<void>;
}

/** Thrown for a change that waits for a word on sessions; never seen by a caller. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled';

  constructor(
    readonly doctorId: string,
    readonly affected: readonly BookedTime[],
    readonly after: Schedule,
  ) {
    super('Sessions would be left outside.');
  }
}

/**
 * Makes a change within `tx`, holding bookings for the doctor off until it ends. Throws `Unsettled` where sessions would be
 * left outside that no action is given for. The leave that settles them, null where there are none.
 */
export async function makeChange(tx: Tx, change: Change, now: Date): Promise<LeaveView | null> {
  const { doctorId, weekly, leaveId, exceptionId } = change;
  const { sessions, ...before } = await openAvailability(tx, { doctorId, weekly });
  const after = change.plan({ sessions, ...before });
  const affected = affectedSessions(before, after, sessions);
  if (affected.length > MAX_CHOICES) throw tooMany(affected.length, change.inParts);
  const affectedIds = affected.map(({ id }) => id);
  const named = change.choices.map(({ sessionId }) => sessionId);
  const verdict = matchChoices(change.choices, affectedIds, await endedSessionIds(tx, doctorId, named));
  if (verdict.kind === 'FAULTY') throw invalidFields(verdict.faults);
  if (verdict.kind === 'ASK') throw new Unsettled(doctorId, affected, after);
  const faults = await newTimeFaults(tx, { doctorId, choices: change.choices, after, nowMs: now.getTime() });
  if (faults.length > 0) throw invalidFields(faults);
  await change.write(tx);
  if (verdict.choices.length === 0) return null;
  const moves = new Map(affected.map(({ id, moveId = null }) => [id, moveId]));
  const items = verdict.choices.map((choice) => ({ ...choice, moveId: moves.get(choice.sessionId) ?? null }));
  return leaveOf(tx, { leaveId, doctorId, exceptionId, items });
}

function tooMany(count: number, { pointer, message }: Fault): DomainError {
  const limit = `would leave ${count} sessions outside, and at most ${MAX_CHOICES} can be settled at once`;
  return invalidField(pointer, `${limit}; ${message}`);
}

async function leaveOf(
  tx: Tx,
  command: { leaveId: string; doctorId: string; exceptionId: string | null; items: LeaveChoice[] },
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
