import type { CardView } from '../../domain/chat/card.js';
import { pendingMessage, todayMessage } from '../../domain/chat/session-lines.js';
import { asSlackUser, type SlackDeps } from './deps.js';
import { readPending, readToday, type SessionPage } from './desk.js';
import type { CommandCall } from './listeners/commands/session.js';
import type { PrivateMessage } from './private-answer.js';
import { sessionCardView } from './session-card.js';

/** `today`: a doctor's own sessions of the day; everybody's for the office. */
export function createTodayCommand(deps: SlackDeps) {
  return async ({ userId }: CommandCall): Promise<PrivateMessage> => {
    const today = await readToday(asSlackUser(deps, userId), deps.now());
    return todayMessage({ ...today, sessions: cardsOf(deps, today) });
  };
}

/** `pending`: what waits for a decision; for a doctor also in place of those whom they cover. */
export function createPendingCommand(deps: SlackDeps) {
  return async ({ userId }: CommandCall): Promise<PrivateMessage> => {
    const pending = await readPending(asSlackUser(deps, userId));
    return pendingMessage({ sessions: cardsOf(deps, pending), more: pending.more });
  };
}

function cardsOf({ showPatientNames, now }: SlackDeps, { sessions }: SessionPage): CardView[] {
  const nowMs = now().getTime();
  return sessions.map((session) => sessionCardView(session, { showPatientNames, nowMs }));
}
