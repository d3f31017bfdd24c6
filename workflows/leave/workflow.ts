import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { sessionCall } from '../activity-options.js';
import type { LeaveInput } from './contract.js';

const { openLeaveItems, carryOutLeaveItem } = proxyActivities<Activities>(sessionCall);

/**
 * Carries out what was chosen for the sessions that a change of a doctor's availability left outside. Progress is in the
 * rows: each round asks for what is left, so that a run can end anywhere and begin again.
 */
export async function leave({ leaveId }: LeaveInput): Promise<void> {
  for (;;) {
    const itemIds = await openLeaveItems(leaveId);
    if (itemIds.length === 0) return;
    await Promise.all(itemIds.map((itemId) => carryOutLeaveItem({ leaveId, itemId })));
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof leave>({ leaveId });
  }
}
