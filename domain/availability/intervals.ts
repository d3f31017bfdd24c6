/** Half-open stretch of epoch minutes. */
export interface Interval {
  start: number;
  end: number;
}

/** Sorted, disjoint, non-touching intervals that cover the same minutes; empty ones vanish. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  let last: Interval | undefined;
  for (const { start, end } of inOrder(intervals)) {
    if (start >= end) continue;
    if (last !== undefined && start <= last.end) {
      if (end > last.end) last.end = end;
    } else {
      last = { start, end };
      result.push(last);
    }
  }
  return result;
}

/** Adds an interval to a list that is not merged yet; in ordered lists neighbours that touch become one at once. */
export function append(intervals: Interval[], start: number, end: number): void {
  const last = intervals.at(-1);
  if (last !== undefined && last.start <= start && start <= last.end) last.end = Math.max(last.end, end);
  else intervals.push({ start, end });
}

/** By start. What is loaded and what days are made of mostly is in order, and looking is much cheaper than sorting. */
function inOrder(intervals: readonly Interval[]): readonly Interval[] {
  for (let index = 1; index < intervals.length; index += 1) {
    if (intervals[index]!.start < intervals[index - 1]!.start) return intervals.toSorted((a, b) => a.start - b.start);
  }
  return intervals;
}

/** The minutes of `from` that are not in `without`; both merged. */
export function subtracted(from: readonly Interval[], without: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  let next = 0;
  for (const { start, end } of from) {
    let open = start;
    while (next < without.length && without[next]!.end <= open) next += 1;
    for (let index = next; index < without.length && without[index]!.start < end; index += 1) {
      const hole = without[index]!;
      if (hole.start > open) result.push({ start: open, end: hole.start });
      open = Math.max(open, hole.end);
    }
    if (open < end) result.push({ start: open, end });
  }
  return result;
}

/** Of merged intervals the first one that ends after a minute: it holds the minute, or is the next one. */
export function firstEndingAfter(intervals: readonly Interval[], minute: number): Interval | undefined {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (intervals[middle]!.end <= minute) low = middle + 1;
    else high = middle;
  }
  return intervals[low];
}

/** True when some minute of [start, end) is covered. */
export function touches(intervals: readonly Interval[], start: number, end: number): boolean {
  return intervals.some((interval) => interval.start < end && start < interval.end);
}

/** True when every minute of [start, end) is covered; `intervals` must be merged. */
export function covers(intervals: readonly Interval[], start: number, end: number): boolean {
  return intervals.some((interval) => interval.start <= start && end <= interval.end);
}
