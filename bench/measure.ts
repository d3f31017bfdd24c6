import { quantile } from './statistics.js';

export interface Sample {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Runs `total` calls by `clients` callers that each wait for their answer before the next call. */
export async function drive(clients: number, total: number, call: (index: number) => Promise<void>): Promise<Sample> {
  const latencies: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const caller = async (): Promise<void> => {
    for (let index = next++; index < total; index = next++) {
      const before = performance.now();
      await call(index);
      latencies.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: clients }, caller));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: total / seconds, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) };
}
