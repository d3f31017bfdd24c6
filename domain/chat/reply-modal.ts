import { TASK_REPLY_MAX } from '../tasks/types.js';
import type { Modal } from './block-types.js';
import { plain } from './blocks.js';
import { LIMITS } from './limits.js';
import { encodeReplyMetadata, REPLY_VIEW, type ReplyMetadata } from './task-ids.js';

/** Asks for the text that goes back to whoever wrote; opens without asking anybody, so the trigger cannot grow old. */
export function replyModal(metadata: ReplyMetadata, asked: string | null): Modal {
  return {
    type: 'modal',
    callback_id: REPLY_VIEW.callbackId,
    title: plain('Answer by text', LIMITS.viewTitle),
    submit: plain('Send', LIMITS.viewTitle),
    close: plain('Back', LIMITS.viewTitle),
    private_metadata: encodeReplyMetadata(metadata),
    blocks: [
      ...(asked === null ? [] : [{ type: 'section' as const, text: { ...plain(asked), emoji: false } }]),
      {
        type: 'input',
        block_id: REPLY_VIEW.text.blockId,
        label: plain('Your answer'),
        hint: plain('It goes out as a text from the clinic. Nothing medical, please: a phone may be in other hands.'),
        element: {
          type: 'plain_text_input',
          action_id: REPLY_VIEW.text.actionId,
          multiline: true,
          max_length: TASK_REPLY_MAX,
        },
      },
    ],
  };
}
