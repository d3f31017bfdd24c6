import { DomainError } from '../domain/errors.js';
import type { Database } from '../prisma/actor.js';

const RETRY_AFTER_SECONDS = 2;

export interface QueueOptions {
  /** Not more than the pool has connections, so that none of them is waited for inside the pool. */
  concurrency: number;
  maxWaitMs: number;
}

/**
 * The database with a fair queue before it: in a burst requests wait their turn, where the pool would give up on them
 * after the time that it takes to notice a server that is down.
 */
export function queuedDatabase(db: Database, { concurrency, maxWaitMs }: QueueOptions): Database {
  const waiting: (() => void)[] = [];
  let running = 0;

  const turn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(busy());
      }, maxWaitMs);
      const start = (): void => {
        clearTimeout(timer);
        resolve();
      };
      waiting.push(start);
    });

  return {
    async withActor(actor, fn) {
      if (running < concurrency) running += 1;
      else await turn();
      try {
        return await db.withActor(actor, fn);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
    copyAs: (actor, query) => db.copyAs(actor, query),
    listen: (channels, onNotify, onGap) => db.listen(channels, onNotify, onGap),
    ping: () => db.ping(),
    close: () => db.close(),
  };
}

function busy(): DomainError {
  return new DomainError('temporarily_unavailable', 'Too much is going on at the moment. Please try again.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
