import type { LocalStretch, WeeklyStretch } from '../../domain/availability/types.js';
import { plusDays } from '../../domain/time/local-date.js';
import type { Tx } from '../actor.js';
import { type RawSession, SESSION_JSON, toSessionViews } from './session-sql.js';
import type { SessionView } from './session-types.js';

/** Local dates; `validTo` exclusive. `timeZone` is the one in which the hours are meant. */
export interface PeriodView {
  validFrom: string;
  validTo: string | null;
  timeZone: string;
  weekly: WeeklyStretch[];
}

/** Local dates, `to` inclusive. `timeZone` is the one in which the exception is meant. */
export interface ExceptionView {
  id: string;
  from: string;
  to: string;
  timeZone: string;
  kind: 'CLOSED' | 'OPEN';
  startMinute: number | null;
  endMinute: number | null;
  reason: string | null;
}

export interface AvailabilityView {
  timeZone: string;
  periods: PeriodView[];
  exceptions: ExceptionView[];
}

const SHOWN_PAST_DAYS = 366;

/**
 * When a doctor works and worked: all periods, and the exceptions of the last 366 days and to come, in order. Null where
 * there is no such doctor; empty for a viewer who may not see it.
 */
export async function readAvailability(tx: Tx, doctorId: string, now: Date): Promise<AvailabilityView | null> {
  const doctor = await tx.doctor.findUnique({ where: { id: doctorId }, select: { timeZone: true } });
  if (doctor === null) return null;
  const periods = await tx.availabilityPeriod.findMany({
    where: { doctorId },
    orderBy: { validFrom: 'asc' },
    include: { stretches: { orderBy: [{ weekday: 'asc' }, { startMinute: 'asc' }] } },
  });
  const since = new Date(plusDays(dateOf(now), -SHOWN_PAST_DAYS));
  const exceptions = await tx.availabilityException.findMany({
    where: { doctorId, toDate: { gte: since } },
    orderBy: [{ fromDate: 'asc' }, { id: 'asc' }],
  });
  return {
    timeZone: doctor.timeZone,
    periods: periods.map(({ validFrom, validTo, timeZone, stretches }) => ({
      validFrom: dateOf(validFrom),
      validTo: validTo && dateOf(validTo),
      timeZone: timeZone ?? doctor.timeZone,
      weekly: stretches.map(({ weekday, startMinute, endMinute, breaks }) => ({
        weekday,
        startMinute,
        endMinute,
        breaks: breaks as unknown as LocalStretch[],
      })),
    })),
    exceptions: exceptions.map((exception) => exceptionView({ ...exception, doctor })),
  };
}

/** Null where the doctor has no such exception, or the viewer may not see it. */
export async function readException(
  tx: Tx,
  { doctorId, exceptionId }: { doctorId: string; exceptionId: string },
): Promise<ExceptionView | null> {
  const row = await tx.availabilityException.findFirst({
    where: { id: exceptionId, doctorId },
    include: { doctor: { select: { timeZone: true } } },
  });
  return row && exceptionView(row);
}

interface ExceptionRow extends Omit<ExceptionView, 'from' | 'to' | 'kind' | 'timeZone'> {
  fromDate: Date;
  toDate: Date;
  kind: string;
  timeZone: string | null;
  doctor: { timeZone: string };
}

function exceptionView({ fromDate, toDate, ...row }: ExceptionRow): ExceptionView {
  const { id, kind, startMinute, endMinute, reason } = row;
  return {
    id,
    from: dateOf(fromDate),
    to: dateOf(toDate),
    timeZone: row.timeZone ?? row.doctor.timeZone,
    kind: kind as ExceptionView['kind'],
    startMinute,
    endMinute,
    reason,
  };
}

/** A date column comes as midnight UTC. */
function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Those of the ids that are sessions of the doctor which are over, one way or another. */
export async function endedSessionIds(tx: Tx, doctorId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const open = { status: { in: ['PENDING', 'APPROVED'] }, deletedAt: null };
  const rows = await tx.session.findMany({ where: { id: { in: ids }, doctorId, NOT: open }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** Those of the ids that are sessions which are not over, by start. */
export async function readOpenSessions(tx: Tx, ids: readonly string[]): Promise<SessionView[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<{ row: RawSession }[]>`
    SELECT ${SESSION_JSON} AS row FROM sessions s
     WHERE s.id = ANY (${ids}::uuid[]) AND s.status IN ('PENDING', 'APPROVED') AND s.deleted_at IS NULL
     ORDER BY s.starts_at, s.id`;
  return toSessionViews(
    tx,
    rows.map(({ row }) => row),
  );
}
