import type { HomeTab } from '../../domain/chat/block-types.js';
import type { CardButton } from '../../domain/chat/card-buttons.js';
import { homeNotice, homeTab } from '../../domain/chat/home.js';
import { beforeStop } from './before-stop.js';
import { readPending, readToday } from './desk.js';
import { asSlackUser, type SlackDeps } from './deps.js';
import { explainFailure } from './failure-words.js';
import { patiently } from './patiently.js';
import { sessionCardView, type ApiSession } from './session-card.js';

/** The Home tab of each person. */
export interface Home {
  /** Draws it from the API, with a line about the person's last click at its top (mrkdwn). Never throws. */
  refresh(userId: string, note?: string): Promise<void>;
}

type HomeDeps = Pick<SlackDeps, 'api' | 'slack' | 'logger' | 'turns' | 'background' | 'showPatientNames' | 'now'>;

export function createHome(deps: HomeDeps): Home {
  return {
    async refresh(userId, note) {
      const turn = deps.turns.take(`home ${userId}`);
      const { signal } = deps.background;
      const view = await contentFor(deps, userId, note ?? null);
      try {
        await turn.draw(async () => {
          await patiently(() => deps.slack.views.publish({ user_id: userId, view }), signal);
          return undefined;
        });
      } catch (error) {
        deps.logger.warn({ err: error }, 'a Home tab could not be drawn');
      }
    },
  };
}

async function contentFor(deps: HomeDeps, userId: string, note: string | null): Promise<HomeTab> {
  try {
    const api = asSlackUser(deps, userId);
    const now = deps.now();
    const [today, pending] = await beforeStop(
      Promise.all([readToday(api, now), readPending(api)]),
      deps.background.signal,
    );
    const card = (session: ApiSession) =>
      sessionCardView(session, { showPatientNames: deps.showPatientNames, nowMs: now.getTime() });
    return homeTab({
      note,
      mayBook: today.me.role !== 'PATIENT',
      today: today.date,
      pending: pending.sessions.map((session) => ({ card: card(session), buttons: buttonsFor(session) })),
      morePending: pending.more,
      todays: today.sessions.map(card),
      moreTodays: today.more,
    });
  } catch (error) {
    return homeNotice(explainFailure(deps.logger, error, { what: 'a Home tab' }).words, note);
  }
}

/** Who? is for everybody who sees the request; to decide takes more. */
function buttonsFor({ allowedActions }: ApiSession): CardButton[] {
  const decisions = (['approve', 'reject'] as const).filter((action) => allowedActions.includes(action));
  return [...decisions, 'who'];
}
