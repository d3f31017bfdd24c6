import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../domain/errors.js';

/** With one drawing by Slack after it (5 s), this leaves room in the process's 15 s to close. */
const GRACE_MS = 3_000;

/**
 * Waits for an answer of the API; once the process is to stop, for three more seconds, and then throws
 * `temporarily_unavailable`: the outcome is unknown, and whoever asked may ask again.
 */
export async function beforeStop<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  const done = new AbortController();
  try {
    return await Promise.race([work, graceOver(stop, done.signal)]);
  } finally {
    done.abort();
  }
}

/** Never resolves; rejects when the grace after `stop` is over, unless the work is done before. */
function graceOver(stop: AbortSignal, done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const count = (): void => {
      pause(GRACE_MS, undefined, { signal: done }).then(
        () => reject(new DomainError('temporarily_unavailable', 'The bots are stopping.')),
        () => undefined,
      );
    };
    if (stop.aborted) count();
    else stop.addEventListener('abort', count, { once: true, signal: done });
  });
}
