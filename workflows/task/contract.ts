import { defineSignal } from '@temporalio/workflow';

export const TASK_WORKFLOW_TYPE = 'task';

/** The row's id and nothing else. */
export interface TaskInput {
  taskId: string;
}

/** The task is another now: its post is to be drawn again. */
export const taskChangedSignal = defineSignal('changed');
/** Rows about the task, and about no session, that are to be delivered. */
export const taskDeliverSignal = defineSignal<[string[]]>('deliver');

/** One workflow for each task while there is something to show or to send. */
export function taskWorkflowId(taskId: string): string {
  return `task/${taskId}`;
}
