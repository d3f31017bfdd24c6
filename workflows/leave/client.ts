import { ensureStarted, type StartTarget } from '../client.js';
import { LEAVE_WORKFLOW_TYPE, leaveWorkflowId, type LeaveInput } from './contract.js';

/** A session that cannot be reached for so long is a secretary's business: its patient is to be called. */
const GIVE_UP_AFTER_MS = 3_600_000;

/** The door to the workflows that carry out leaves. */
export interface LeaveClient {
  /**
   * Has a leave carried out: durable when it returns, and harmless to repeat. Call it after the commit. Throws
   * `temporarily_unavailable`; the leave then waits for the next round of reconciling.
   */
  carryOut(leaveId: string): Promise<void>;
}

export function createLeaveClient(target: StartTarget & { giveUpAfterMs?: number }): LeaveClient {
  return {
    carryOut(leaveId) {
      const input: LeaveInput = { leaveId, giveUpAfterMs: target.giveUpAfterMs ?? GIVE_UP_AFTER_MS };
      return ensureStarted(target, {
        type: LEAVE_WORKFLOW_TYPE,
        workflowId: leaveWorkflowId(leaveId),
        input,
        unavailable: 'The sessions cannot be settled at the moment.',
      });
    },
  };
}
