import type { LocalStretch, WeeklyStretch } from '../../domain/availability/types.js';
import { plusDays } from '../../domain/time/local-date.js';
import type { Tx } from '../actor.js';

/** Local dates; `validTo` exclusive. `timeZone` is the one in which the hours are meant. */
export interface PeriodView {
  validFrom: string;
  validTo: string | null;
  timeZone: string;
  weekly: WeeklyStretch[];
}

/** Local dates, `to` inclusive. */
export interface ExceptionView {
  id: string;
  from: string;
  to: string;
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
    exceptions: exceptions.map(exceptionView),
  };
}

/** Null where the doctor has no such exception, or the viewer may not see it. */
export async function readException(
  tx: Tx,
  { doctorId, exceptionId }: { doctorId: string; exceptionId: string },
): Promise<ExceptionView | null> {
  const row = await tx.availabilityException.findFirst({ where: { id: exceptionId, doctorId } });
  return row && exceptionView(row);
}

interface ExceptionRow extends Omit<ExceptionView, 'from' | 'to' | 'kind'> {
  fromDate: Date;
  toDate: Date;
  kind: string;
}

function exceptionView({ id, fromDate, toDate, kind, startMinute, endMinute, reason }: ExceptionRow): ExceptionView {
  return {
    id,
    from: dateOf(fromDate),
    to: dateOf(toDate),
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
