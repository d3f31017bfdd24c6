import { log, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { Opening } from '../../activities/session.js';
import { bookingStep, databaseStep } from '../activity-options.js';
import type { BookingOutcome, SessionInput } from './contract.js';
import { finalCode } from './failures.js';

const { loadSession } = proxyLocalActivities<Activities>(databaseStep);

/**
 * Books, or adopts the row: past the caller's deadline nothing new is written, and a commit nobody heard of counts. null
 * where there is no session.
 */
export async function open(input: SessionInput): Promise<Opening | null> {
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
  return loadSession(input.sessionId);
}

function refusedOutcome({ request }: Extract<SessionInput, { mode: 'book' }>): BookingOutcome {
  return { kind: 'REFUSED', bodyHash: request.bodyHash, refusal: { code: 'forbidden' } };
}
