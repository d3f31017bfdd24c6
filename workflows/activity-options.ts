import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/** One short database transaction. Retried until the database is back: nothing else can be done with the step. */
export const databaseStep: LocalActivityOptions = {
  startToCloseTimeout: '5 s',
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
};

/** The same for a booking, which somebody is waiting for: given up at the caller's deadline. */
export function bookingStep(remainingMs: number): LocalActivityOptions {
  return {
    startToCloseTimeout: Math.min(remainingMs, 5_000),
    scheduleToCloseTimeout: remainingMs,
    retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '1 s' },
  };
}

/**
 * A call to a provider. A day of trying outlasts an outage; after it the row is marked as failed. An attempt whose worker
 * died is repeated after 20 s; a living one sends within its first half or not at all, so that two never send at once.
 */
export const providerCall: ActivityOptions = {
  startToCloseTimeout: '20 s',
  scheduleToCloseTimeout: '24 h',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min' },
};

/** A message to a session's workflow and what it came to, with the transactions around it. Given up in the end. */
export function sessionCall(giveUpAfterMs: number): ActivityOptions {
  return {
    startToCloseTimeout: '45 s',
    scheduleToCloseTimeout: giveUpAfterMs,
    retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '30 s' },
  };
}
