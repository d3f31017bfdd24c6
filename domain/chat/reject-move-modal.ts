import { encodeRejectMetadata, REJECT_MOVE_VIEW, type RejectMetadata } from './actions.js';
import type { Modal } from './block-types.js';
import { plain } from './blocks.js';
import { LIMITS } from './limits.js';

/** The API takes reasons of this length. */
const REASON_MAX = 2_000;

/** Asks why the old time stays; opens without asking anybody, so the trigger cannot grow old. */
export function rejectMoveModal(metadata: RejectMetadata): Modal {
  return {
    type: 'modal',
    callback_id: REJECT_MOVE_VIEW.callbackId,
    title: plain('Keep the old time', LIMITS.viewTitle),
    submit: plain('Keep it', LIMITS.viewTitle),
    close: plain('Back', LIMITS.viewTitle),
    private_metadata: encodeRejectMetadata(metadata),
    blocks: [
      {
        type: 'input',
        block_id: REJECT_MOVE_VIEW.reason.blockId,
        label: plain('Why is the new time not possible?'),
        hint: plain('Staff can read it; the patient hears that the new time is not possible and the old one stays.'),
        element: {
          type: 'plain_text_input',
          action_id: REJECT_MOVE_VIEW.reason.actionId,
          multiline: true,
          max_length: REASON_MAX,
          placeholder: plain('What should the office know?', LIMITS.placeholder),
        },
      },
    ],
  };
}
