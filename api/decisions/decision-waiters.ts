import type { Database } from '../../prisma/actor.js';

export interface DecisionWaiters {
  /** Begins to listen for one decision. `settled` resolves once it is there, or false after `waitMs`. */
  expect(decisionId: string, waitMs: number): { settled: Promise<boolean>; cancel(): void };
  close(): Promise<void>;
}

/** One shared listener for all requests of this process that wait for a decision's row. */
export async function createDecisionWaiters(db: Pick<Database, 'listen'>): Promise<DecisionWaiters> {
  const waiting = new Map<string, Set<() => void>>();
  const subscription = await db.listen(['decision'], (_channel, decisionId) => {
    for (const wake of waiting.get(decisionId) ?? []) wake();
  });

  return {
    expect(decisionId, waitMs) {
      const wakers = waiting.get(decisionId) ?? new Set();
      waiting.set(decisionId, wakers);
      let cancel = (): void => undefined;
      const settled = new Promise<boolean>((resolve) => {
        const wake = (): void => finish(true);
        const timer = setTimeout(() => finish(false), waitMs);
        const finish = (arrived: boolean): void => {
          clearTimeout(timer);
          wakers.delete(wake);
          if (wakers.size === 0) waiting.delete(decisionId);
          resolve(arrived);
        };
        wakers.add(wake);
        cancel = () => finish(false);
      });
      return { settled, cancel };
    },
    close: async () => {
      await subscription[Symbol.asyncDispose]();
    },
  };
}
