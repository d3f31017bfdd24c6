import type { ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { operations, type SubjectClient } from '../../../../api/client/client.js';
import type { ButtonClick } from '../../click.js';
import { asSlackUser, decisionDeadlineMs, type SlackDeps } from '../../deps.js';
import { readTaskClick, taskFailureWords } from '../../task-click.js';
import { tellPrivately } from '../../tell-privately.js';

type Args = Pick<SlackActionMiddlewareArgs<ButtonClick>, 'ack' | 'body'> & { action: ButtonAction };

type Send = (
  api: SubjectClient,
  call: { params: { id: string }; idempotencyKey: string; deadlineMs: number },
) => Promise<unknown>;

/** Claim and Done on a task's post: sends the word, then acknowledges. The post is drawn by whoever shows the row. */
function createTaskPress(deps: SlackDeps, what: string, send: Send) {
  return async ({ ack, body, action }: Args): Promise<void> => {
    const click = readTaskClick(body, action);
    const { taskId: id, key: idempotencyKey } = click;
    try {
      await send(asSlackUser(deps, click.userId), {
        params: { id },
        idempotencyKey,
        deadlineMs: decisionDeadlineMs(),
      });
      await ack();
    } catch (error) {
      await ack();
      await tellPrivately(deps, click, { text: taskFailureWords(deps, error, what) });
    }
  };
}

export function createTaskClaim(deps: SlackDeps) {
  return createTaskPress(deps, 'claiming a task', (api, call) => api.call(operations.claimTask, call));
}

export function createTaskDone(deps: SlackDeps) {
  return createTaskPress(deps, 'ticking a task off', (api, call) => api.call(operations.finishTask, call));
}
