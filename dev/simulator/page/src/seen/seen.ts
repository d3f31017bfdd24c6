/** What this browser has seen: per list the newest instant (ms), and nothing before `since` counts as new. */
export interface Seen {
  since: number;
  lists: Record<string, number>;
}

export const freshSeen = (nowMs: number): Seen => ({ since: nowMs, lists: {} });

/** The stored form, or null for anything else that may lie in storage. */
export function parseSeen(text: string | null): Seen | null {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<Seen> | null;
    if (typeof value?.since !== 'number' || typeof value.lists !== 'object' || value.lists === null) return null;
    return { since: value.since, lists: value.lists };
  } catch {
    return null;
  }
}

/** Seen up to this instant; the same object where nothing changes. */
export function markSeen(seen: Seen, list: string, atMs: number): Seen {
  if (atMs <= (seen.lists[list] ?? seen.since)) return seen;
  return { ...seen, lists: { ...seen.lists, [list]: atMs } };
}

export function isNew(seen: Seen, list: string, at: string): boolean {
  return Date.parse(at) > Math.max(seen.since, seen.lists[list] ?? 0);
}
