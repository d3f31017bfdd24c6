import type { ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { operations } from '../../../../api/client/client.js';
import { readClick, type ButtonClick, type Click } from '../../click.js';
import { asSlackUser, decisionDeadlineMs, type SlackDeps } from '../../deps.js';
import { followDecision } from '../../follow-decision.js';
import { showDecisionOnHome } from '../../decision-on-home.js';
import { refreshIfChanged, restoreCard } from '../../restore-card.js';
import type { ApiSession } from '../../session-card.js';

type Args = Pick<SlackActionMiddlewareArgs<ButtonClick>, 'ack' | 'body'> & { action: ButtonAction };

/** Approve: shows "working…", sends the decision, then acknowledges. The result is drawn by whoever applies it. */
export function createApprove(deps: SlackDeps) {
  return async ({ ack, body, action }: Args): Promise<void> => {
    const click = readClick(body, action);
    const startedAt = performance.now();
    const drew = await showWorking(deps, click);
    try {
      const outcome = await approve(deps, click, decisionDeadlineMs(performance.now() - startedAt));
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

interface Outcome {
  /** Of a decision that was accepted but is not yet applied. */
  decisionId: string | null;
  session: ApiSession | null;
}

async function approve(deps: SlackDeps, click: Click, deadlineMs: number): Promise<Outcome> {
  const { status, body } = await asSlackUser(deps, click.userId).call(operations.approveSession, {
    params: { id: click.sessionId },
    body: { version: click.version },
    idempotencyKey: click.key,
    deadlineMs,
  });
  return status === 202 ? { decisionId: body.decisionId, session: null } : { decisionId: null, session: body };
}

/** The person is told what happened even when the card cannot be drawn. */
async function restored(deps: SlackDeps, click: Click): Promise<void> {
  try {
    await restoreCard(deps, click);
  } catch (error) {
    deps.logger.warn({ err: error, sessionId: click.sessionId }, 'a card could not be restored');
  }
}
