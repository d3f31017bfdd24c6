import type { ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { readClick, type ButtonClick, type Click } from './click.js';
import { decisionDeadlineMs, type SlackDeps } from './deps.js';
import { followDecision } from './follow-decision.js';
import { showDecisionOnHome } from './decision-on-home.js';
import { refreshIfChanged, restoreCard } from './restore-card.js';
import type { ApiSession } from './session-card.js';

export type ApprovalArgs = Pick<SlackActionMiddlewareArgs<ButtonClick>, 'ack' | 'body'> & { action: ButtonAction };

/** What the API made of a decision. */
export interface Outcome {
  /** Of a decision that was accepted but is not yet applied. */
  decisionId: string | null;
  session: ApiSession | null;
}

/**
 * A click that decides by itself: shows "working…", sends the decision, then acknowledges. The result is drawn by whoever
 * applies it.
 */
export function createApproving(deps: SlackDeps, send: (click: Click, deadlineMs: number) => Promise<Outcome>) {
  return async ({ ack, body, action }: ApprovalArgs): Promise<void> => {
    const click = readClick(body, action);
    const startedAt = performance.now();
    const drew = await showWorking(deps, click);
    try {
      const outcome = await send(click, decisionDeadlineMs(performance.now() - startedAt));
      await ack();
      if (outcome.decisionId !== null) followDecision(deps, { ...click, click }, outcome.decisionId);
      if (click.onHome) showDecisionOnHome(deps, click.userId, outcome.session);
    } catch (error) {
      await ack();
      if (drew) await restored(deps, click);
      throw error;
    } finally {
      if (drew && click.card) deps.workingNote.done(click.card);
    }
  };
}

async function showWorking(deps: SlackDeps, click: Click): Promise<boolean> {
  if (click.card === null) return false;
  return deps.workingNote.show(click.card, async () => void (await refreshIfChanged(deps, click)));
}

/** The person is told what happened even when the card cannot be drawn. */
async function restored(deps: SlackDeps, click: Click): Promise<void> {
  try {
    await restoreCard(deps, click);
  } catch (error) {
    deps.logger.warn({ err: error, sessionId: click.sessionId }, 'a card could not be restored');
  }
}
