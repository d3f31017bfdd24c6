import type { BlockAction } from '@slack/bolt';
import type { SentView } from '../../../domain/chat/book-state.js';
import { DomainError } from '../../../domain/errors.js';

/** A click or choice inside the booking modal. */
export interface ModalClick {
  userId: string;
  viewId: string;
  view: SentView;
  actionId: string;
  /** A button's. */
  value: string | undefined;
  /** Slack's id of this click. */
  delivery: string;
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
    delivery: `${action.action_id} ${action.action_ts}`,
  };
}
