import type { BlockAction, ButtonAction } from '@slack/bolt';
import { decodeActionValue, type ActionValue } from '../../domain/chat/actions.js';
import { DomainError } from '../../domain/errors.js';
import { idempotencyKey } from './idempotency-key.js';

/** A press on one of a card's buttons. */
export interface Click extends ActionValue {
  userId: string;
  triggerId: string;
  responseUrl: string | null;
  /** The message that holds the card, as it looked when it was pressed; null for a button elsewhere. */
  card: Card | null;
  /** On the Home tab, which brings no address: the answer goes there. */
  onHome: boolean;
  key: string;
}

export interface Card {
  channelId: string;
  ts: string;
  text: string;
  blocks: unknown[];
}

export type ButtonClick = BlockAction<ButtonAction>;

/** Reads what Slack sent. A button that is none of ours is an error. */
export function readClick(body: ButtonClick, action: ButtonAction): Click {
  const value = decodeActionValue(action.value);
  if (value === null) throw new DomainError('malformed_request', 'The button carries no session.');
  const card = readCard(body);
  return {
    ...value,
    userId: body.user.id,
    triggerId: body.trigger_id,
    responseUrl: body.response_url || null,
    card,
    onHome: isOnHome(body),
    key: idempotencyKey(action.action_id, action.action_ts, body.user.id, card?.ts ?? '', value.sessionId),
  };
}

/** True for a click on the Home tab. */
export function isOnHome({ view }: { view?: { type?: string } }): boolean {
  return view?.type === 'home';
}

function readCard({ channel, container, message }: ButtonClick): Card | null {
  const channelId = channel?.id ?? (container?.channel_id as string | undefined);
  const ts = message?.ts ?? (container?.message_ts as string | undefined);
  if (!channelId || !ts || !Array.isArray(message?.blocks)) return null;
  return { channelId, ts, text: message.text ?? '', blocks: message.blocks as unknown[] };
}
