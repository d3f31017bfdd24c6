import { allHandlersFinished, condition, continueAsNew, patched, setHandler } from '@temporalio/workflow';
import type { Opening } from '../../activities/session.js';
import { createDeliveries } from '../deliveries.js';
import { PATCHES } from '../patches.js';
import { publish, publishRefusal } from './attributes.js';
import { bookUpdate, stateQuery, type SessionInput } from './contract.js';
import { refusal } from './failures.js';
import { takeMessages } from './handlers.js';
import { nextStep } from './loop.js';
import { open } from './opening.js';
import { afterStep, describeState, type SessionState } from './state.js';

/**
 * One session from request to end. Handlers only enqueue; one loop takes messages and timers in order and applies each
 * by one activity, so that every change of a session has one writer.
 */
export async function session(input: SessionInput): Promise<void> {
  const deliveries = createDeliveries();
  const inbox = takeMessages((notificationIds) => deliveries.start(notificationIds));
  let opening: Opening | null = null;
  let state: SessionState | null = null;

  setHandler(stateQuery, () => describeState(state, inbox.queue.length));
  setHandler(bookUpdate, async () => {
    await condition(() => opening !== null);
    return (opening as Opening).outcome;
  });

  opening = await open(input);
  if (opening === null) {
    inbox.abandon();
    await condition(() => inbox.waiting() === 0);
    throw refusal('temporarily_unavailable', 'Nothing was booked before the deadline.');
  }
  if (opening.step === null) {
    publishRefusal();
    inbox.abandon();
    await condition(allHandlersFinished);
    return;
  }
  state = afterStep(opening.step);
  deliveries.start(opening.step.notificationIds);
  if (input.mode === 'resume') publish(state);

  const isIdle = (): boolean => deliveries.inFlight() === 0 && allHandlersFinished();
  for (;;) {
    const turn = await nextStep(state, inbox, isIdle);
    if (turn === 'ENDED') return;
    if (turn === 'RENEW') return continueAsNew<typeof session>({ mode: 'resume', sessionId: input.sessionId });
    const { step, isReread } = turn;
    const changed = step.snapshot.version !== state.snapshot.version;
    state = afterStep(step);
    deliveries.start(step.notificationIds);
    // What a run itself has published cannot be asked: a replay of older code's attributes looks like today's.
    if (changed || (isReread && patched(PATCHES.sessionVersion))) publish(state);
  }
}
