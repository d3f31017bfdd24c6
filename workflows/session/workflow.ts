import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  log,
  patched,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { ApplicationFailureCategory } from '@temporalio/common';
import type { Activities } from '../../activities/index.js';
import type { Opening, SessionStep } from '../../activities/session.js';
import { isErrorCode } from '../../domain/errors.js';
import { isTerminal, type StepResult } from '../../domain/session/types.js';
import { bookingStep, databaseStep } from '../activity-options.js';
import { createDeliveries } from '../deliveries.js';
import { PATCHES } from '../patches.js';
import {
  bookUpdate,
  cancelAttemptId,
  cancelUpdate,
  decideSignal,
  doctorIdAttribute,
  patientReplySignal,
  policyChangedSignal,
  sessionStartAttribute,
  sessionStatusAttribute,
  stateQuery,
  type BookingOutcome,
  type SessionInput,
} from './contract.js';
import { afterStep, describeState, millisecondsUntil, nextTimer, type Envelope, type SessionState } from './state.js';

const steps = proxyLocalActivities<Activities>(databaseStep);

/**
 * One session from request to end. Handlers only enqueue; one loop takes messages and timers in order and applies each
 * by one activity, so that every change of a session has one writer.
 */
export async function session(input: SessionInput): Promise<void> {
  const queue: Envelope[] = [];
  /** What cancellations came to, by attempt. */
  const answers: Record<string, StepResult> = {};
  const deliveries = createDeliveries();
  let opening: Opening | null = null;
  let state: SessionState | null = null;

  setHandler(stateQuery, () => describeState(state, queue.length));
  setHandler(decideSignal, (message) => void queue.push({ kind: 'DECIDE', message }));
  setHandler(patientReplySignal, (message) => void queue.push({ kind: 'REPLY', message }));
  setHandler(policyChangedSignal, (message) => {
    // A worker of before let such a message lie: it must not even end the wait for a timer where that is replayed.
    if (patched(PATCHES.policyChanged)) queue.push({ kind: 'POLICY', message });
  });
  setHandler(bookUpdate, async () => {
    await condition(() => opening !== null);
    return (opening as Opening).outcome;
  });
  setHandler(cancelUpdate, async (message) => {
    queue.push({ kind: 'CANCEL', message });
    const attempt = cancelAttemptId(message);
    await condition(() => answers[attempt] !== undefined || opening?.step === null);
    const answer = answers[attempt];
    if (answer === undefined) throw refusal('not_found', 'There is no such session.');
    return answer;
  });

  opening = await open(input);
  if (opening.step === null) {
    upsertSearchAttributes([{ key: sessionStatusAttribute, value: 'REFUSED' }]);
    await condition(allHandlersFinished);
    return;
  }
  state = afterStep(opening.step);
  deliveries.start(opening.step.notificationIds);
  if (input.mode === 'resume') publish(state);

  const idle = (): boolean => deliveries.inFlight() === 0 && allHandlersFinished();
  for (;;) {
    const step = await nextStep(input.sessionId, state, queue, answers, idle);
    if (step === 'ENDED') return;
    if (step === 'RENEW') return continueAsNew<typeof session>({ mode: 'resume', sessionId: input.sessionId });
    const changed = step.snapshot.version !== state.snapshot.version;
    state = afterStep(step);
    deliveries.start(step.notificationIds);
    if (changed) publish(state);
  }
}

/** Books, or adopts the row: past the caller's deadline nothing new is written, and a commit nobody heard of counts. */
async function open(input: SessionInput): Promise<Opening> {
  if (input.mode === 'book') {
    const remainingMs = Date.parse(input.validUntil) - Date.now();
    if (remainingMs > 0) {
      try {
        const { book } = proxyLocalActivities<Activities>(bookingStep(remainingMs));
        return await book(input);
      } catch (cause) {
        const code = finalCode(cause);
        if (code === 'forbidden') return { outcome: refusedOutcome(input), step: null };
        log.warn('booking not confirmed in time', { cause: code ?? 'timeout' });
      }
    }
  }
  const opening = await steps.loadSession(input.sessionId);
  if (opening === null) throw refusal('temporarily_unavailable', 'Nothing was booked before the deadline.');
  return opening;
}

/** Waits for the next message or timer and applies it; messages go first, and the queue is empty before the end. */
async function nextStep(
  sessionId: string,
  state: SessionState,
  queue: Envelope[],
  answers: Record<string, StepResult>,
  idle: () => boolean,
): Promise<SessionStep | 'ENDED' | 'RENEW'> {
  for (;;) {
    const envelope = queue.shift();
    if (envelope) {
      const step = await survived(state, () => apply(state, envelope));
      if (envelope.kind === 'CANCEL') answers[cancelAttemptId(envelope.message)] = step;
      return step;
    }
    if (isTerminal(state.snapshot.status)) {
      await condition(() => queue.length > 0 || idle());
      if (queue.length === 0) return 'ENDED';
      continue;
    }
    if (workflowInfo().continueAsNewSuggested && idle()) return 'RENEW';
    const timer = nextTimer(state);
    const waitMs = timer ? millisecondsUntil(timer, Date.now()) : null;
    if (timer && waitMs === 0) {
      const others = state.timers.filter((other) => other !== timer);
      return survived({ ...state, timers: others }, () => steps.applyTimer({ sessionId, timer }));
    }
    if (waitMs === null) await condition(() => queue.length > 0);
    else await condition(() => queue.length > 0, waitMs);
  }
}

function apply({ snapshot: { sessionId, attendance } }: SessionState, envelope: Envelope): Promise<SessionStep> {
  switch (envelope.kind) {
    case 'DECIDE':
      return steps.applyDecision({ sessionId, message: envelope.message });
    case 'REPLY':
      return steps.applyReply({ sessionId, message: envelope.message, attendance });
    case 'CANCEL':
      return steps.applyCancel({ sessionId, message: envelope.message });
    case 'POLICY':
      return steps.applyPolicy({ sessionId, version: envelope.message.version });
  }
}

/** The code of a step that will never succeed, as against one that ran out of time; null for the latter. */
function finalCode(cause: unknown): string | null {
  const failure = cause instanceof ActivityFailure ? cause.cause : cause;
  return failure instanceof ApplicationFailure && failure.nonRetryable ? (failure.type ?? 'unknown') : null;
}

function refusedOutcome({ request }: Extract<SessionInput, { mode: 'book' }>): BookingOutcome {
  return { kind: 'REFUSED', bodyHash: request.bodyHash, refusal: { code: 'forbidden' } };
}

/** A step that can never succeed counts as refused: one bad message must not end the session's process. */
async function survived(state: SessionState, step: () => Promise<SessionStep>): Promise<SessionStep> {
  try {
    return await step();
  } catch (cause) {
    const code = finalCode(cause);
    if (code === null) throw cause;
    log.error('a step failed for good', { cause: code });
    return { ...state, state: 'REFUSED', code: isErrorCode(code) ? code : 'invalid_transition', notificationIds: [] };
  }
}

function publish(state: SessionState): void {
  upsertSearchAttributes([
    { key: sessionStatusAttribute, value: state.snapshot.status },
    { key: doctorIdAttribute, value: state.snapshot.doctorId },
    { key: sessionStartAttribute, value: new Date(state.snapshot.startsAt) },
  ]);
}

function refusal(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, category: ApplicationFailureCategory.BENIGN });
}
