import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

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

/** The value below which the share `q` of the values lies (nearest rank). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export interface Summary {
  median: number;
  min: number;
  max: number;
}

/** Median and spread of repeats. */
export function summarise(values: readonly number[]): Summary {
  return { median: quantile(values, 0.5), min: Math.min(...values), max: Math.max(...values) };
}

/** Keeps a result as JSON under bench/results, with what it was measured on. */
export async function keepResult(name: string, result: unknown): Promise<void> {
  const folder = new URL('./results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const machine = { cores: cpus().length, node: process.version, at: new Date().toISOString() };
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify({ name, machine, result }, null, 2)}\n`);
}
