import type { Logger } from '../platform/logger.js';

/** Work that goes on after the provider was answered. */
export interface Background {
  run(name: string, work: (signal: AbortSignal) => Promise<void>): void;
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

  return {
    run(name, work) {
      const promise = guarded(name, work);
      running.add(promise);
      void promise.finally(() => running.delete(promise));
    },
    async close() {
      stop.abort();
      await Promise.all(running);
    },
  };
}
