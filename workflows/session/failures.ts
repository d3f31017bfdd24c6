import { ActivityFailure, ApplicationFailure, log } from '@temporalio/workflow';
import { ApplicationFailureCategory } from '@temporalio/common';
import type { SessionStep } from '../../activities/session.js';
import { isErrorCode } from '../../domain/errors.js';
import type { SessionState } from './state.js';

/** The code of a step that will never succeed, as against one that ran out of time; null for the latter. */
export function finalCode(cause: unknown): string | null {
  const failure = cause instanceof ActivityFailure ? cause.cause : cause;
  return failure instanceof ApplicationFailure && failure.nonRetryable ? (failure.type ?? 'unknown') : null;
}

/** A step that can never succeed counts as refused: one bad message must not end the session's process. */
export async function survived(state: SessionState, step: () => Promise<SessionStep>): Promise<SessionStep> {
  try {
    return await step();
  } catch (cause) {
    const code = finalCode(cause);
    if (code === null) throw cause;
    log.error('a step failed for good', { cause: code });
    return { ...state, state: 'REFUSED', code: isErrorCode(code) ? code : 'invalid_transition', notificationIds: [] };
  }
}

/** What a caller or the run itself is told; an expected end, which nobody needs to look into. */
export function refusal(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, category: ApplicationFailureCategory.BENIGN });
}
