import type { Client } from '@temporalio/client';
import { DomainError } from '../../domain/errors.js';
import { POLICY_CHANGE_WORKFLOW_TYPE, policyChangeWorkflowId, type PolicyChangeInput } from './contract.js';

const DEADLINE_MS = 5_000;
/** A booking is valid for 10 s, and its transaction ends soon after. */
const SETTLE_MS = 20_000;

/** The door to the workflows that tell open sessions of a new policy. */
export interface PolicyChangeClient {
  /**
   * Has all open sessions told: durable when it returns, and harmless to repeat. Call it after the commit. Throws
   * `temporarily_unavailable`; the next round of reconciling then tells them.
   */
  tell(version: number): Promise<void>;
}

export function createPolicyChangeClient(deps: {
  client: Client;
  taskQueue: string;
  settleMs?: number;
}): PolicyChangeClient {
  return {
    async tell(version) {
      const input: PolicyChangeInput = { version, settleMs: deps.settleMs ?? SETTLE_MS };
      try {
        await deps.client.withDeadline(Date.now() + DEADLINE_MS, () =>
          deps.client.workflow.start(POLICY_CHANGE_WORKFLOW_TYPE, {
            workflowId: policyChangeWorkflowId(version),
            taskQueue: deps.taskQueue,
            args: [input],
            workflowIdConflictPolicy: 'USE_EXISTING',
            workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          }),
        );
      } catch (error) {
        throw new DomainError(
          'temporarily_unavailable',
          'Open sessions cannot be told of the policy at the moment.',
          { retryAfterSeconds: 5 },
          { cause: error },
        );
      }
    },
  };
}
