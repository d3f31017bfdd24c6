import { decodeOrigin } from '../../domain/chat/actions.js';
import { DomainError } from '../../domain/errors.js';
import { chatWords } from '../errors.js';
import { isOnHome } from './click.js';
import type { SlackDeps } from './deps.js';
import { tellPrivately, type Listener } from './tell-privately.js';

type Body = Partial<{
  response_url: string;
  user: { id: string };
  view: { type?: string; private_metadata?: string };
}>;

/** The end of every failed listener: the person is told privately, and what nobody expected is logged as an error. */
export function createErrorHandler(deps: Pick<SlackDeps, 'privateAnswer' | 'home' | 'logger'>) {
  return async ({ error, body }: { error: Error; body: unknown }): Promise<void> => {
    // Bolt wraps what carries no code of its own.
    const cause = 'original' in error ? error.original : error;
    if (cause instanceof DomainError) deps.logger.info({ code: cause.code }, 'a chat request was refused');
    else deps.logger.error({ err: cause }, 'a Slack listener failed');
    await tellPrivately(deps, listenerOf(body as Body), { text: chatWords(cause) });
  };
}

/** Commands and clicks bring an address; a modal remembers where it was opened. */
function listenerOf(body: Body): Listener {
  const origin = decodeOrigin(body.view?.private_metadata);
  return {
    userId: body.user?.id ?? '',
    responseUrl: body.response_url ?? origin.responseUrl,
    onHome: (isOnHome(body) || origin.onHome) && body.user !== undefined,
  };
}
