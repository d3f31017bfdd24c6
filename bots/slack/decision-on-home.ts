import { STATUS_TITLES } from '../../domain/chat/card-status.js';
import { shortInstant } from '../../domain/time/spoken.js';
import type { SlackDeps } from './deps.js';
import type { ApiSession } from './session-card.js';

const RECORDED = ':hourglass_flowing_sand: Your answer is recorded and takes effect in a moment.';

/** Draws Home again after a decision that was made there; null while it is not yet applied. */
export function showDecisionOnHome(
  deps: Pick<SlackDeps, 'background' | 'home'>,
  userId: string,
  session: ApiSession | null,
): void {
  const note = session === null ? RECORDED : doneWords(session);
  deps.background.run('Home after a decision', () => deps.home.refresh(userId, note));
}

function doneWords({ code, status, startsAt, timeZone }: ApiSession): string {
  return `:white_check_mark: ${STATUS_TITLES[status]}: *${code}*, ${shortInstant(startsAt, { timeZone })}.`;
}
