import type { HistoryEntry, Message } from './session-reads.js';

export type TimelineItem = { at: string } & ({ change: HistoryEntry } | { message: Message });

/** Changes and messages in one row, oldest first; of the same instant the change comes before what it caused. */
export function timelineOf(history: readonly HistoryEntry[], messages: readonly Message[]): TimelineItem[] {
  const changes = history.map((change) => ({ at: change.at, change }));
  const sent = messages.map((message) => ({ at: message.at, message }));
  // Sorting is stable.
  return [...changes, ...sent].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
