import { setTimeout as pause } from 'node:timers/promises';
import { operations } from '../../api/client/client.js';
import { DomainError } from '../../domain/errors.js';
import { shortInstant } from '../../domain/time/spoken.js';
import { chatWords } from '../errors.js';
import type { Click } from './click.js';
import { asSlackUser, type SlackDeps } from './deps.js';
import { restoreCard } from './restore-card.js';
import type { ApiSession } from './session-card.js';
import { tellPrivately } from './tell-privately.js';

const PAUSES_MS = [1_000, 1_000, 2_000, 2_000, 4_000, 8_000, 16_000, 30_000, 60_000];
const NOT_YET = 'Your answer is recorded. It takes effect as soon as the clinic’s system is back;';
const ON_CARD = 'the card will then show it.';
const ON_HOME = 'press Refresh later to see it.';

const APPLIED = ':white_check_mark: Your answer has taken effect.';

/** What a decision needs so that its outcome can be told later. */
export type Decided = Pick<Click, 'userId' | 'sessionId' | 'responseUrl' | 'onHome'> & { click: Click | null };

/**
 * A decision that was accepted but not yet applied: if it is refused in the end, the person is told and the card is put
 * right. An applied one shows on the card by itself.
 */
export function followDecision(deps: SlackDeps, decided: Decided, decisionId: string): void {
  deps.background.run('follow decision', async (signal) => {
    for (const pauseMs of PAUSES_MS) {
      await pause(pauseMs, undefined, { signal });
      const refusal = await refusalOf(deps, decided, decisionId);
      if (refusal === 'APPLIED') return decided.onHome ? deps.home.refresh(decided.userId, APPLIED) : undefined;
      if (refusal === 'OPEN') continue;
      if (decided.click) await restoreCard(deps, decided.click);
      return tellPrivately(deps, decided, { text: about(refusal) + chatWords(refusal) });
    }
    await tellPrivately(deps, decided, { text: `${NOT_YET} ${decided.onHome ? ON_HOME : ON_CARD}` });
  });
}

/** Which request it is: on Home, and after a while, nothing else tells. */
function about({ details }: DomainError): string {
  const session = details.session as ApiSession | undefined;
  return session ? `*${session.code}*, ${shortInstant(session.startsAt, session)}: ` : '';
}

async function refusalOf(
  deps: SlackDeps,
  decided: Decided,
  decisionId: string,
): Promise<DomainError | 'APPLIED' | 'OPEN'> {
  try {
    const { body } = await asSlackUser(deps, decided.userId).call(operations.getDecision, {
      params: { id: decided.sessionId, decisionId },
    });
    if (body.state === 'PENDING') return 'OPEN';
    if (body.state === 'APPLIED') return 'APPLIED';
    return new DomainError(body.code ?? 'invalid_transition', 'The decision was refused.', {
      session: body.session,
      sessionStatus: body.session?.status,
      decidedBy: body.session?.decidedBy,
      decidedAt: body.session?.decidedAt,
    });
  } catch {
    return 'OPEN';
  }
}
