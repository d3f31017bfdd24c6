import type { ButtonAction } from '@slack/bolt';
import { decodeTaskValue } from '../../domain/chat/task-ids.js';
import { escapeMrkdwn } from '../../domain/chat/blocks.js';
import { DomainError } from '../../domain/errors.js';
import type { ButtonClick } from './click.js';
import type { SlackDeps } from './deps.js';
import { explainFailure } from './failure-words.js';
import { idempotencyKey } from './idempotency-key.js';
import type { Listener } from './tell-privately.js';

/** A press on a button of a task's post. */
export interface TaskClick extends Listener {
  taskId: string;
  triggerId: string;
  /** The text that the post shows; null where it shows none. */
  shownText: string | null;
  key: string;
}

/** Reads what Slack sent. A button that is none of ours is an error. */
export function readTaskClick(body: ButtonClick, action: ButtonAction): TaskClick {
  const taskId = decodeTaskValue(action.value);
  if (taskId === null) throw new DomainError('malformed_request', 'The button carries no task.');
  return {
    taskId,
    userId: body.user.id,
    triggerId: body.trigger_id,
    responseUrl: body.response_url || null,
    onHome: false,
    shownText: plainTextOf(body.message?.blocks),
    key: idempotencyKey(action.action_id, action.action_ts, body.user.id, taskId),
  };
}

/** What a person is told when nothing came of it: a refusal names who was first, in the API's own sentence. */
export function taskFailureWords(deps: Pick<SlackDeps, 'logger'>, error: unknown, what: string): string {
  const { words } = explainFailure(deps.logger, error, { what });
  const isRefused = error instanceof DomainError && error.code === 'invalid_transition';
  return isRefused ? `${escapeMrkdwn(error.message)} Nothing was changed.` : words;
}

function plainTextOf(blocks: unknown): string | null {
  if (!Array.isArray(blocks)) return null;
  for (const { type, text } of blocks as { type?: string; text?: { type?: string; text?: string } }[]) {
    if (type === 'section' && text?.type === 'plain_text') return text.text ?? null;
  }
  return null;
}
