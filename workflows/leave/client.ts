import type { Client } from '@temporalio/client';
import { DomainError } from '../../domain/errors.js';
import { LEAVE_WORKFLOW_TYPE, leaveWorkflowId, type LeaveInput } from './contract.js';

const DEADLINE_MS = 5_000;

/** The door to the workflows that carry out leaves. */
export interface LeaveClient {
  /**
   * Has a leave carried out: durable when it returns, and harmless to repeat. Call it after the commit. Throws
   * `temporarily_unavailable`; the leave then waits for the next round of reconciling.
   */
  carryOut(leaveId: string): Promise<void>;
}

export function createLeaveClient(deps: { client: Client; taskQueue: string }): LeaveClient {
  return {
    async carryOut(leaveId) {
      const input: LeaveInput = { leaveId };
      try {
        await deps.client.withDeadline(Date.now() + DEADLINE_MS, () =>
          deps.client.workflow.start(LEAVE_WORKFLOW_TYPE, {
            workflowId: leaveWorkflowId(leaveId),
            taskQueue: deps.taskQueue,
            args: [input],
            workflowIdConflictPolicy: 'USE_EXISTING',
            workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          }),
        );
      } catch (error) {
        throw new DomainError(
          'temporarily_unavailable',
          'The sessions cannot be settled at the moment.',
          { retryAfterSeconds: 5 },
          { cause: error },
        );
      }
    },
  };
}
