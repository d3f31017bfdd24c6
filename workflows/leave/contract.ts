export const LEAVE_WORKFLOW_TYPE = 'leave';

/** The leave's id and nothing else: who is concerned stays out of histories. */
export interface LeaveInput {
  leaveId: string;
}

/** One workflow for each leave; a leave that an exception makes has the exception's id. */
export function leaveWorkflowId(leaveId: string): string {
  return `leave/${leaveId.toLowerCase()}`;
}
