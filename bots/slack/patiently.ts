import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../domain/errors.js';
import { mapSlackError } from '../../platform/slack.js';

const PAUSES_MS = [500, 2_000];
/** Nobody looks at a view for longer than this in hope of its next drawing. */
const WAIT_MAX_MS = 5_000;

/**
 * Asks Slack again where it was silent or busy; for calls that may be repeated. Throws Slack's refusal, or the last
 * failure: also where Slack asks to wait for more than five seconds, and once `signal` says stop.
 */
export async function patiently<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await act();
    } catch (error) {
      const waitMs = waitOf(error, pauseMs);
      if (waitMs === null || waitMs > WAIT_MAX_MS || !(await waited(waitMs, signal))) throw error;
    }
  }
  return act();
}

/** null where asking again is no use. */
function waitOf(error: unknown, pauseMs: number): number | null {
  const mapped = mapSlackError(error);
  if (!(mapped instanceof DomainError)) return null;
  const { retryAfterSeconds } = mapped.details;
  return typeof retryAfterSeconds === 'number' ? retryAfterSeconds * 1_000 : pauseMs;
}

/** False when it was stopped. */
async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** Slack's word for a refusal, such as `not_found` for a view that was closed; null for other failures. */
export function slackRefusal(error: unknown): string | null {
  const data = (error as { data?: { error?: unknown } } | null)?.data;
  return typeof data?.error === 'string' ? data.error : null;
}

/** True when nobody can tell whether Slack did what was asked. */
export function isUnclear(error: unknown): boolean {
  const mapped = mapSlackError(error);
  return mapped instanceof DomainError && mapped.code === 'temporarily_unavailable';
}
