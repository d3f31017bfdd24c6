import { decodeRejectMetadata } from '../../domain/chat/actions.js';
import { DomainError } from '../../domain/errors.js';
import { chatWords } from '../errors.js';
import type { SlackDeps } from './deps.js';

type Body = Partial<{ response_url: string; view: { private_metadata?: string } }>;

/** The end of every failed listener: the person is told privately, and what nobody expected is logged as an error. */
export function createErrorHandler(deps: Pick<SlackDeps, 'privateAnswer' | 'logger'>) {
  return async ({ error, body }: { error: Error; body: unknown }): Promise<void> => {
    // Bolt wraps what carries no code of its own.
    const cause = 'original' in error ? error.original : error;
    if (cause instanceof DomainError) deps.logger.info({ code: cause.code }, 'a chat request was refused');
    else deps.logger.error({ err: cause }, 'a Slack listener failed');
    await deps.privateAnswer(responseUrlOf(body as Body), { text: chatWords(cause) });
  };
}

/** Commands and clicks bring an address; a modal remembers the one of the click that opened it. */
function responseUrlOf(body: Body): string | null {
  return body.response_url ?? decodeRejectMetadata(body.view?.private_metadata)?.responseUrl ?? null;
}
