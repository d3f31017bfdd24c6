import type { SlackDesk } from '../contract.js';
import { impossible } from './errors.js';

/** A conversation as Slack names it in what it sends; a direct message has no name of its own. */
export function channelOf({ conversations }: SlackDesk, channelId: string): { id: string; name: string } {
  const found = conversations.find(({ id }) => id === channelId);
  if (!found) throw impossible('This person is in no such conversation.', 404);
  return { id: found.id, name: found.kind === 'DIRECT' ? 'directmessage' : found.name };
}
