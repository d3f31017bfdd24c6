import type { Origin } from '../../domain/chat/actions.js';
import type { SlackDeps } from './deps.js';
import type { PrivateMessage } from './private-answer.js';

/** Where somebody is to be told something. */
export interface Listener extends Origin {
  userId: string;
}

/** By the address of the click or command; on Home at its top, without blocks. Never throws. */
export async function tellPrivately(
  deps: Pick<SlackDeps, 'privateAnswer' | 'home'>,
  { userId, responseUrl, onHome }: Listener,
  message: PrivateMessage,
): Promise<void> {
  if (onHome) await deps.home.refresh(userId, message.text);
  else await deps.privateAnswer(responseUrl, message);
}
