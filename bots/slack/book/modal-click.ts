import type { BlockAction } from '@slack/bolt';
import type { SentView } from '../../../domain/chat/book-state.js';
import { DomainError } from '../../../domain/errors.js';
import type { Delivery } from '../turns.js';

/** A click or choice inside the booking modal. */
export interface ModalClick {
  userId: string;
  viewId: string;
  view: SentView;
  actionId: string;
  /** A button's. */
  value: string | undefined;
  delivery: Delivery;
}

/** Reads what Slack sent. A click outside a modal is an error. */
export function readModalClick({ user, view, actions }: BlockAction): ModalClick {
  const [action] = actions;
  if (view === undefined || action === undefined) throw new DomainError('malformed_request', 'The click has no modal.');
  return {
    userId: user.id,
    viewId: view.id,
    view,
    actionId: action.action_id,
    value: action.type === 'button' ? action.value : undefined,
    delivery: { id: `${action.action_id} ${action.action_ts}`, hash: view.hash },
  };
}
