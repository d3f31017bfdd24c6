export const LEAVE_WORKFLOW_TYPE = 'leave';

/** The leave's id and a length: who is concerned stays out of histories. */
export interface LeaveInput {
  leaveId: string;
  /** How long each session is tried to be called off, in milliseconds. */
  giveUpAfterMs: number;
}

/** One workflow for each leave; a leave that an exception makes has the exception's id. */
export function leaveWorkflowId(leaveId: string): string {
  return `leave/${leaveId.toLowerCase()}`;
}
