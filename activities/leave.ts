import { systemActor } from '../domain/actor.js';
import { DomainError, type ErrorCode } from '../domain/errors.js';
import { bodyHash } from '../domain/session/body-hash.js';
import { isTerminal } from '../domain/session/types.js';
import type { Database } from '../prisma/actor.js';
import { leaveWork, settleLeaveItem, type LeaveWork } from '../prisma/stores/leave-store.js';
import { sessionSnapshot } from '../prisma/stores/session-store.js';
import type { SessionClient } from '../workflows/session/client.js';

export interface LeaveDeps {
  db: Database;
  sessions: SessionClient;
}

/** How many sessions are called off at a time. */
const ABREAST = 5;
/** Seen by staff only; the patient reads who called it off. */
const REASON = 'The doctor is not available at this time any more.';

/** Carries out what was chosen for sessions outside a doctor's hours; the item's id makes each step safe to repeat. */
export function createLeaveActivities({ db, sessions }: LeaveDeps) {
  const systemFor = (leaveId: string) => systemActor(`leave/${leaveId}`);

  const workOf = (leaveId: string, limit: number): Promise<LeaveWork | null> =>
    db.withActor(systemFor(leaveId), (tx) => leaveWork(tx, { leaveId, limit }));

  const isOver = async (leaveId: string, sessionId: string): Promise<boolean> => {
    const row = await db.withActor(systemFor(leaveId), (tx) => sessionSnapshot(tx, sessionId));
    return row === null || isTerminal(row.snapshot.status);
  };

  /** The code of a refusal, or null for what is called off. */
  async function callOff(leaveId: string, { actor }: LeaveWork, item: LeaveWork['items'][number]) {
    const message = {
      decisionId: item.id,
      actor,
      reason: REASON,
      version: null,
      bodyHash: bodyHash({ leaveId, itemId: item.id }),
    };
    let result = await sessions.cancel(item.sessionId, message);
    if (result === 'ENDED' && !(await isOver(leaveId, item.sessionId))) {
      // Its workflow is missing although it goes on.
      await sessions.resume(item.sessionId);
      result = await sessions.cancel(item.sessionId, message);
    }
    if (result !== 'ENDED') return result.state === 'APPLIED' ? null : (result.code ?? 'invalid_transition');
    if (await isOver(leaveId, item.sessionId)) return null;
    throw new DomainError('temporarily_unavailable', 'The session cannot be reached.', { retryAfterSeconds: 1 });
  }

  async function outcomeOf(leaveId: string, work: LeaveWork, item: LeaveWork['items'][number]) {
    try {
      return await callOff(leaveId, work, item);
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'temporarily_unavailable') return error.code;
      throw error;
    }
  }

  return {
    /** What is to be done next, a few items of it; empty at the end. */
    openLeaveItems: async (leaveId: string): Promise<string[]> =>
      (await workOf(leaveId, ABREAST))?.items.map(({ id }) => id) ?? [],

    /** Calls one session off as the person who asked; one that is over already needs nothing. */
    async carryOutLeaveItem({ leaveId, itemId }: { leaveId: string; itemId: string }): Promise<void> {
      const work = await workOf(leaveId, ABREAST);
      const item = work?.items.find(({ id }) => id === itemId);
      if (!work || !item) return;
      const refused: ErrorCode | null = await outcomeOf(leaveId, work, item);
      const over = refused === null || (await isOver(leaveId, item.sessionId));
      await db.withActor(systemFor(leaveId), (tx) =>
        settleLeaveItem(tx, { itemId, state: over ? 'DONE' : 'REFUSED', code: over ? null : refused }),
      );
    },
  };
}
