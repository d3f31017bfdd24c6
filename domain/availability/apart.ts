import type { Slot } from './types.js';

export interface Stretch {
  startsAt: string;
  endsAt: string;
}

/** Of slots in order of preference the first `count` that overlap neither `taken` nor one another: real choices. */
export function slotsApart(slots: readonly Slot[], taken: Stretch, count: number): Slot[] {
  const chosen: Slot[] = [];
  for (const slot of slots) {
    if (chosen.length === count) break;
    if (![taken, ...chosen].some((other) => overlap(slot, other))) chosen.push(slot);
  }
  return chosen;
}

function overlap(a: Stretch, b: Stretch): boolean {
  return Date.parse(a.startsAt) < Date.parse(b.endsAt) && Date.parse(b.startsAt) < Date.parse(a.endsAt);
}
