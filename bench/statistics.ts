/** The middle value; the lower of two. */
export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the share `q` of the values lies. */
export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

export interface Summary {
  median: number;
  min: number;
  max: number;
}

/** Median and spread, rounded to three digits after the point. */
export function summarise(values: number[]): Summary {
  const round = (value: number): number => Math.round(value * 1_000) / 1_000;
  return { median: round(median(values)), min: round(Math.min(...values)), max: round(Math.max(...values)) };
}
