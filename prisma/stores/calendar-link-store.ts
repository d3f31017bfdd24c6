import type { Role } from '../../domain/actor.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

export interface CalendarLink {
  /** Rises with each renewal; 0 for a link that never was renewed. */
  generation: number;
  /** ISO UTC. */
  renewedAt: string | null;
}

/** The acting person's link. */
export async function readCalendarLink(tx: Tx, userId: string): Promise<CalendarLink> {
  const row = await tx.calendarLink.findUnique({ where: { userId } });
  return { generation: row?.generation ?? 0, renewedAt: row?.renewedAt.toISOString() ?? null };
}

/** Ends the acting person's link and begins another; in person only. */
export function renewCalendarLink(tx: Tx): Promise<CalendarLink> {
  return callEngine(tx, 'renew_calendar_link', {});
}

/** As whom a link reads, and which generation of it holds; null for nobody, and who is disabled. As ANONYMOUS. */
export function calendarSubject(tx: Tx, userId: string): Promise<{ role: Role; generation: number } | null> {
  return callEngine(tx, 'calendar_subject', { userId });
}
