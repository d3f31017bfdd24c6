import type { ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { RejectMetadata } from '../../domain/chat/actions.js';
import type { Modal } from '../../domain/chat/block-types.js';
import { readClick, type ButtonClick } from './click.js';
import { MODAL_PATIENCE_MS, type SlackDeps } from './deps.js';
import { NOT_OPENED_WORDS, openView } from './open-view.js';
import { settledWithin } from './settled-within.js';
import { tellPrivately } from './tell-privately.js';

type Args = Pick<SlackActionMiddlewareArgs<ButtonClick>, 'ack' | 'body'> & { action: ButtonAction };

/** A click that opens a modal which asks why. It needs nothing from the API, so the trigger is used at once. */
export function createOpening(deps: SlackDeps, modal: (metadata: RejectMetadata) => Modal) {
  return async ({ ack, body, action }: Args): Promise<void> => {
    const click = readClick(body, action);
    const { sessionId, version, responseUrl, onHome } = click;
    const opening = openView(deps, click.triggerId, modal({ sessionId, version, responseUrl, onHome }));
    await settledWithin(opening, MODAL_PATIENCE_MS);
    await ack();
    deps.background.run('reject modal', async () => {
      const opened = await opening;
      if (typeof opened === 'string') await tellPrivately(deps, click, { text: NOT_OPENED_WORDS[opened] });
    });
  };
}
