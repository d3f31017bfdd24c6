import type { Modal } from './block-types.js';
import { plain, section } from './blocks.js';
import { LIMITS } from './limits.js';

/** A modal that only tells something: what is loading, or what went wrong. `text` is mrkdwn. */
export function noticeModal(title: string, text: string): Modal {
  return {
    type: 'modal',
    title: plain(title, LIMITS.viewTitle),
    close: plain('Close', LIMITS.viewTitle),
    blocks: [section(text)],
  };
}
