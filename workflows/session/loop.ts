import { condition, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { SessionStep } from '../../activities/session.js';
import { isTerminal } from '../../domain/session/types.js';
import type { PlannedTimer } from '../../domain/session/plan-timers.js';
import { databaseStep } from '../activity-options.js';
import { apply } from './apply.js';
import type { Envelope } from './envelope.js';
import { survived } from './failures.js';
import type { Inbox } from './handlers.js';
import { afterRefusal, millisecondsUntil, nextTimer, type SessionState } from './state.js';

const { applyTimer } = proxyLocalActivities<Activities>(databaseStep);

/** What a message or timer came to; `isReread`: it asked for nothing but a look at the row. */
export interface Turn {
  step: SessionStep;
  isReread: boolean;
}

/**
 * Waits for the next message or timer and applies it; messages go first, and the queue is empty before the end. `isIdle`:
 * nothing is under way beside the loop.
 */
export async function nextStep(
  state: SessionState,
  inbox: Inbox,
  isIdle: () => boolean,
): Promise<Turn | 'ENDED' | 'RENEW'> {
  const { queue } = inbox;
  for (;;) {
    const envelope = queue.shift();
    if (envelope) return applyMessage(state, inbox, envelope);
    if (isTerminal(state.snapshot.status)) {
      await condition(() => queue.length > 0 || isIdle());
      if (queue.length === 0) return 'ENDED';
      continue;
    }
    if (workflowInfo().continueAsNewSuggested && isIdle()) return 'RENEW';
    const timer = nextTimer(state);
    const waitMs = timer ? millisecondsUntil(timer, Date.now()) : null;
    if (timer && waitMs === 0) return applyDue(state, timer);
    if (waitMs === null) await condition(() => queue.length > 0);
    else await condition(() => queue.length > 0, waitMs);
  }
}

async function applyMessage(state: SessionState, inbox: Inbox, envelope: Envelope): Promise<Turn> {
  const step = await survived(state, () => apply(state, envelope));
  const { timers: _timers, ...result } = step;
  inbox.answer(envelope, result);
  return { step, isReread: envelope.kind === 'POLICY' };
}

async function applyDue(state: SessionState, timer: PlannedTimer): Promise<Turn> {
  const { sessionId } = state.snapshot;
  const others = state.timers.filter((other) => other !== timer);
  const step = await survived({ ...state, timers: others }, () => applyTimer({ sessionId, timer }));
  if (step.state === 'APPLIED') return { step, isReread: false };
  return { step: { ...step, timers: afterRefusal(step.timers, timer, Date.now()) }, isReread: false };
}
