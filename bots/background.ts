import type { Logger } from '../platform/logger.js';

/** Work that goes on after the provider was answered. */
export interface Background {
  run(name: string, work: (signal: AbortSignal) => Promise<void>): void;
  /** Aborted when all work is to stop: what `run` hands to it, for work that is started elsewhere. */
  readonly signal: AbortSignal;
  /** Resolves when nothing goes on any more; stops nothing. */
  settled(): Promise<void>;
  /** Tells all work to stop and waits for it. */
  close(): Promise<void>;
}

/** Keeps track of such work, so that none outlives the process and no failure goes unseen. */
export function createBackground(logger: Logger): Background {
  const stop = new AbortController();
  const running = new Set<Promise<void>>();

  async function guarded(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    try {
      await work(stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) logger.warn({ err: error, work: name }, 'background work failed');
    }
  }

  /** Work may start other work. */
  async function settled(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  return {
    run(name, work) {
      const promise = guarded(name, work);
      running.add(promise);
      void promise.finally(() => running.delete(promise));
    },
    signal: stop.signal,
    settled,
    async close() {
      stop.abort();
      await settled();
    },
  };
}
