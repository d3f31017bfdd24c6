import { parseObject } from './actions.js';

/** What the buttons of a task's post and the modal for an answer are called. */
export const TASK_ACTIONS = {
  claim: 'task_claim',
  done: 'task_done',
  reply: 'task_reply',
  who: 'task_who',
} as const;

export const TASK_ACTIONS_BLOCK_ID = 'task_actions';

export const REPLY_VIEW = {
  callbackId: 'task_reply_submit',
  text: { blockId: 'reply', actionId: 'reply_text' },
} as const;

/** What the reply modal remembers until it is submitted. */
export interface ReplyMetadata {
  taskId: string;
  responseUrl: string | null;
}

export function encodeTaskValue(taskId: string): string {
  return JSON.stringify({ taskId });
}

/** null for anything that our buttons never carried. */
export function decodeTaskValue(value: string | undefined): string | null {
  const { taskId } = parseObject(value) ?? {};
  return typeof taskId === 'string' && UUID.test(taskId) ? taskId : null;
}

export function encodeReplyMetadata(metadata: ReplyMetadata): string {
  return JSON.stringify(metadata);
}

/** null for anything that our modal never carried. */
export function decodeReplyMetadata(text: string | undefined): ReplyMetadata | null {
  const taskId = decodeTaskValue(text);
  const { responseUrl } = parseObject(text) ?? {};
  return taskId === null ? null : { taskId, responseUrl: typeof responseUrl === 'string' ? responseUrl : null };
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
