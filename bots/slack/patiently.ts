import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../domain/errors.js';
import { mapSlackError } from '../../platform/slack.js';

const PAUSES_MS = [500, 2_000];

/** Asks Slack again where it was silent or busy; for calls that may be repeated. Throws Slack's refusal, or the last failure. */
export async function patiently<T>(act: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await act();
    } catch (error) {
      const mapped = mapSlackError(error);
      if (!(mapped instanceof DomainError)) throw error;
      const { retryAfterSeconds } = mapped.details;
      await pause(typeof retryAfterSeconds === 'number' ? retryAfterSeconds * 1_000 : pauseMs, undefined, { signal });
    }
  }
  return act();
}

/** Slack's word for a refusal, such as `not_found` for a view that was closed; null for other failures. */
export function slackRefusal(error: unknown): string | null {
  const data = (error as { data?: { error?: unknown } } | null)?.data;
  return typeof data?.error === 'string' ? data.error : null;
}
