import { REJECT_CATEGORIES } from '../session/types.js';
import { encodeRejectMetadata, REJECT_VIEW, type RejectMetadata } from './actions.js';
import type { Modal } from './block-types.js';
import { choice, plain } from './blocks.js';
import { LIMITS } from './limits.js';
import { REJECT_CATEGORY_WORDS } from './reject-categories.js';

/** The API takes reasons of this length. */
const REASON_MAX = 2_000;

/** Asks for the category and the reason, both required; opens without asking anybody, so the trigger cannot grow old. */
export function rejectModal(metadata: RejectMetadata): Modal {
  return {
    type: 'modal',
    callback_id: REJECT_VIEW.callbackId,
    title: plain('Reject request', LIMITS.viewTitle),
    submit: plain('Reject', LIMITS.viewTitle),
    close: plain('Back', LIMITS.viewTitle),
    private_metadata: encodeRejectMetadata(metadata),
    blocks: [
      {
        type: 'input',
        block_id: REJECT_VIEW.category.blockId,
        label: plain('Why?'),
        hint: plain('The patient gets kind words that fit this choice.'),
        element: {
          type: 'static_select',
          action_id: REJECT_VIEW.category.actionId,
          placeholder: plain('Choose a reason', LIMITS.placeholder),
          options: REJECT_CATEGORIES.map((category) => choice(REJECT_CATEGORY_WORDS[category], category)),
        },
      },
      {
        type: 'input',
        block_id: REJECT_VIEW.reason.blockId,
        label: plain('Note for the office'),
        hint: plain('Staff can read it; it is not sent to the patient.'),
        element: {
          type: 'plain_text_input',
          action_id: REJECT_VIEW.reason.actionId,
          multiline: true,
          max_length: REASON_MAX,
          placeholder: plain('What should the office know?', LIMITS.placeholder),
        },
      },
    ],
  };
}
