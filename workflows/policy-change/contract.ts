export const POLICY_CHANGE_WORKFLOW_TYPE = 'policyChange';

export interface PolicyChangeInput {
  version: number;
  /** What was being booked under the policy before is committed after this many milliseconds at the latest. */
  settleMs: number;
}

/** One workflow for each version of the policy. */
export function policyChangeWorkflowId(version: number): string {
  return `policy-change/${version}`;
}
