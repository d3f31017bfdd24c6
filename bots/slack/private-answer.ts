import type { Logger } from '../../platform/logger.js';

export interface PrivateMessage {
  text: string;
  blocks?: unknown[];
}

/** Says something to one person only, at the address that came with their click or command. Never throws. */
export type PrivateAnswer = (responseUrl: string | null | undefined, message: PrivateMessage) => Promise<void>;

const TIMEOUT_MS = 5_000;

/** The message stays beside the card, never in its place. A failure is logged: there is no other way to tell them. */
export function createPrivateAnswer(deps: { logger: Logger; fetch?: typeof fetch }): PrivateAnswer {
  const send = deps.fetch ?? fetch;
  return async (responseUrl, message) => {
    if (!responseUrl) return;
    try {
      const response = await send(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) deps.logger.warn({ status: response.status }, 'a private answer was not taken');
    } catch (error) {
      deps.logger.warn({ err: error }, 'a private answer could not be sent');
    }
  };
}
