import {
  condition,
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { databaseStep, sessionCall } from '../activity-options.js';
import type { LeaveInput } from './contract.js';

const { openLeaveItems, giveUpLeaveItem } = proxyLocalActivities<Activities>(databaseStep);

/** How many sessions are called off at a time, and how long one that cannot be reached keeps the next one waiting. */
const ABREAST = 5;
const PATIENCE_MS = 5_000;

/**
 * Carries out what was chosen for the sessions that a change of a doctor's availability left outside. Progress is in the
 * rows, so that a run can end anywhere and begin again; what cannot be done in time is left to people.
 */
export async function leave(input: LeaveInput): Promise<void> {
  const { leaveId } = input;
  const failures: unknown[] = [];
  let underWay = 0;
  const start = async (itemId: string): Promise<void> => {
    underWay += 1;
    await carryOut(input, itemId).catch((cause: unknown) => failures.push(cause));
    underWay -= 1;
  };

  let after: string | null = null;
  do {
    const itemIds: string[] = await openLeaveItems({ leaveId, after });
    for (const itemId of itemIds) {
      if (underWay >= ABREAST) await condition(() => underWay < ABREAST, PATIENCE_MS);
      void start(itemId);
    }
    after = itemIds.at(-1) ?? null;
  } while (after !== null && !workflowInfo().continueAsNewSuggested);
  await condition(() => underWay === 0);
  if (failures.length > 0) throw failures[0];
  if (after !== null) return continueAsNew<typeof leave>(input);
}

async function carryOut({ leaveId, giveUpAfterMs }: LeaveInput, itemId: string): Promise<void> {
  const { carryOutLeaveItem } = proxyActivities<Activities>(sessionCall(giveUpAfterMs));
  try {
    await carryOutLeaveItem({ leaveId, itemId });
  } catch (cause) {
    if (isCancellation(cause)) throw cause;
    log.warn('a session of a leave given up', { cause: cause instanceof Error ? cause.name : 'unknown' });
    await giveUpLeaveItem({ leaveId, itemId });
  }
}
