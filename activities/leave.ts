import { systemActor } from '../domain/actor.js';
import { DomainError, type ErrorCode } from '../domain/errors.js';
import { leaveWork, settleLeaveItem, type LeaveWork, type WantedWork } from '../prisma/stores/leave-store.js';
import { createLeaveSteps, type LeaveStepDeps } from './leave-steps.js';

export type LeaveDeps = LeaveStepDeps;

const BATCH = 50;

interface ItemInput {
  leaveId: string;
  itemId: string;
}

/** Carries out what was chosen for sessions outside a doctor's hours; the item's id makes each step safe to repeat. */
export function createLeaveActivities(deps: LeaveDeps) {
  const { db } = deps;
  const steps = createLeaveSteps(deps);
  const systemFor = (leaveId: string) => systemActor(`leave/${leaveId}`);

  const workOf = (leaveId: string, wanted: WantedWork): Promise<LeaveWork | null> =>
    db.withActor(systemFor(leaveId), (tx) => leaveWork(tx, { leaveId, ...wanted }));

  /** The code of a refusal; null for what is done, and for a session that is over and needs nothing more. */
  async function outcomeOf(
    leaveId: string,
    { actor }: LeaveWork,
    item: LeaveWork['items'][number],
  ): Promise<ErrorCode | null> {
    const session = await steps.goingOn(leaveId, item.sessionId);
    if (session === null) return null;
    try {
      return await steps.carryOut({ leaveId, actor, item, session });
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'temporarily_unavailable') return error.code;
      throw error;
    }
  }

  /** Keeps what became of an item; one whose session is over needs nothing more. */
  async function settle({ leaveId, itemId }: ItemInput, sessionId: string, refused: ErrorCode | null): Promise<void> {
    const isDone = refused === null || (await steps.goingOn(leaveId, sessionId)) === null;
    await db.withActor(systemFor(leaveId), (tx) =>
      settleLeaveItem(tx, { itemId, state: isDone ? 'DONE' : 'REFUSED', code: isDone ? null : refused }),
    );
  }

  return {
    /** The next of what is to be done, after the given item; empty at the end. */
    openLeaveItems: async ({ leaveId, after }: { leaveId: string; after: string | null }): Promise<string[]> =>
      (await workOf(leaveId, { after, limit: BATCH }))?.items.map(({ id }) => id) ?? [],

    /** Calls off or moves one session as the person who asked; one that is over already needs nothing. */
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
