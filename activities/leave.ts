import { systemActor } from '../domain/actor.js';
import { DomainError, type ErrorCode } from '../domain/errors.js';
import { bodyHash } from '../domain/session/body-hash.js';
import { isTerminal } from '../domain/session/types.js';
import type { Database } from '../prisma/actor.js';
import { leaveWork, settleLeaveItem, type LeaveWork, type WantedWork } from '../prisma/stores/leave-store.js';
import { sessionSnapshot } from '../prisma/stores/session-store.js';
import type { SessionClient } from '../workflows/session/client.js';

export interface LeaveDeps {
  db: Database;
  sessions: SessionClient;
}

const BATCH = 50;
/** Seen by staff only; the patient reads who called it off. */
const REASON = 'The doctor is not available at this time any more.';

interface ItemInput {
  leaveId: string;
  itemId: string;
}

/** Carries out what was chosen for sessions outside a doctor's hours; the item's id makes each step safe to repeat. */
export function createLeaveActivities({ db, sessions }: LeaveDeps) {
  const systemFor = (leaveId: string) => systemActor(`leave/${leaveId}`);

  const workOf = (leaveId: string, wanted: WantedWork): Promise<LeaveWork | null> =>
    db.withActor(systemFor(leaveId), (tx) => leaveWork(tx, { leaveId, ...wanted }));

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

  async function outcomeOf(
    leaveId: string,
    work: LeaveWork,
    item: LeaveWork['items'][number],
  ): Promise<ErrorCode | null> {
    try {
      return await callOff(leaveId, work, item);
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'temporarily_unavailable') return error.code;
      throw error;
    }
  }

  /** Keeps what became of an item; one whose session is over needs nothing more. */
  async function settle({ leaveId, itemId }: ItemInput, sessionId: string, refused: ErrorCode | null): Promise<void> {
    const over = refused === null || (await isOver(leaveId, sessionId));
    await db.withActor(systemFor(leaveId), (tx) =>
      settleLeaveItem(tx, { itemId, state: over ? 'DONE' : 'REFUSED', code: over ? null : refused }),
    );
  }

  return {
    /** The next of what is to be done, after the given item; empty at the end. */
    openLeaveItems: async ({ leaveId, after }: { leaveId: string; after: string | null }): Promise<string[]> =>
      (await workOf(leaveId, { after, limit: BATCH }))?.items.map(({ id }) => id) ?? [],

    /** Calls one session off as the person who asked; one that is over already needs nothing. */
    async carryOutLeaveItem({ leaveId, itemId }: ItemInput): Promise<void> {
      const work = await workOf(leaveId, { itemId });
      const [item] = work?.items ?? [];
      if (!work || !item) return;
      await settle({ leaveId, itemId }, item.sessionId, await outcomeOf(leaveId, work, item));
    },

    /** After the last attempt: a session that goes on is left to people. */
    async giveUpLeaveItem({ leaveId, itemId }: ItemInput): Promise<void> {
      const [item] = (await workOf(leaveId, { itemId }))?.items ?? [];
      if (item) await settle({ leaveId, itemId }, item.sessionId, 'temporarily_unavailable');
    },
  };
}
