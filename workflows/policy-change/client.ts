import { ensureStarted, type StartTarget } from '../client.js';
import { POLICY_CHANGE_WORKFLOW_TYPE, policyChangeWorkflowId, type PolicyChangeInput } from './contract.js';

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

export function createPolicyChangeClient(target: StartTarget & { settleMs?: number }): PolicyChangeClient {
  return {
    tell(version) {
      const input: PolicyChangeInput = { version, settleMs: target.settleMs ?? SETTLE_MS };
      return ensureStarted(target, {
        type: POLICY_CHANGE_WORKFLOW_TYPE,
        workflowId: policyChangeWorkflowId(version),
        input,
        unavailable: 'Open sessions cannot be told of the policy at the moment.',
      });
    },
  };
}
