import { operations, type ResponseOf, type SubjectClient } from '../../api/client/client.js';
import type { SessionStatus } from '../../domain/session/types.js';
import { localDateOf, plusDays } from '../../domain/time/local-date.js';
import { AFTER_ACK_DEADLINE_MS } from './deps.js';
import type { ApiSession } from './session-card.js';

export type Me = ResponseOf<typeof operations.me>['body'];

export interface SessionPage {
  sessions: ApiSession[];
  more: boolean;
}

/** The clinic's date and zone, and the person's sessions of that day: a doctor's own, everybody's for the others. */
export interface Today extends SessionPage {
  date: string;
  timeZone: string;
  me: Me;
}

const LIST_LIMIT = 200;
const deadlineMs = AFTER_ACK_DEADLINE_MS;
/** What was called off or refused is no part of the day. */
const OF_THE_DAY: readonly SessionStatus[] = ['PENDING', 'APPROVED', 'COMPLETED', 'NO_SHOW'];

export async function readToday(api: SubjectClient, now: Date): Promise<Today> {
  const [{ body: me }, { body: policy }] = await Promise.all([
    api.call(operations.me, { deadlineMs }),
    api.call(operations.getPolicy, { deadlineMs }),
  ]);
  const { timeZone } = policy;
  const date = localDateOf(now.getTime(), timeZone);
  const page = await readSessions(api, {
    status: OF_THE_DAY.join(','),
    from: date,
    to: plusDays(date, 1),
    ...(me.doctorId !== null && { doctorId: me.doctorId }),
  });
  return { ...page, date, timeZone, me };
}

/** Everything that waits for a decision and that the person may see: for a doctor also what they cover. */
export function readPending(api: SubjectClient): Promise<SessionPage> {
  return readSessions(api, { status: 'PENDING' satisfies SessionStatus });
}

async function readSessions(
  api: SubjectClient,
  query: { status: string; from?: string; to?: string; doctorId?: string },
): Promise<SessionPage> {
  const { body } = await api.call(operations.listSessions, { query: { ...query, limit: LIST_LIMIT }, deadlineMs });
  return { sessions: body.items, more: body.nextCursor !== null };
}
