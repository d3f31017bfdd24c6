import type { NotificationChannel, NotificationStatus } from '../../domain/notifications/types.js';
import type { ReportedDay, ReportedSchedule } from '../../domain/reports/open-minutes.js';
import type { SessionStatus } from '../../domain/session/types.js';
import type { Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';

export interface DoctorSchedule extends ReportedSchedule {
  id: string;
  fullName: string;
  active: boolean;
}

/** A row for each doctor, and one with null for all of them together. */
export interface DecisionTimes {
  doctorId: string | null;
  decided: number;
  medianMinutes: number;
  p90Minutes: number;
}

/** How many sessions start on each day, by status. */
export function countByDay(
  tx: Tx,
  days: readonly ReportedDay[],
): Promise<{ date: string; status: SessionStatus; count: number }[]> {
  return tx.$queryRaw`
    SELECT day.date, s.status, count(*)::int AS count
      FROM ${table(days)} JOIN sessions s ON s.starts_at >= day.starts AND s.starts_at < day.ends
     WHERE s.deleted_at IS NULL
     GROUP BY day.date, s.status`;
}

/** From asking to the doctor's word, of the sessions that start on these days. */
export function decisionTimes(tx: Tx, days: readonly ReportedDay[]): Promise<DecisionTimes[]> {
  const { from, to } = spanOf(days);
  return tx.$queryRaw`
    SELECT t.doctor_id AS "doctorId", count(*)::int AS decided,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY t.minutes))::numeric, 1)::float AS "medianMinutes",
           round((percentile_cont(0.9) WITHIN GROUP (ORDER BY t.minutes))::numeric, 1)::float AS "p90Minutes"
      FROM (SELECT s.doctor_id, (extract(epoch FROM s.decided_at - s.created_at) / 60)::float AS minutes
              FROM sessions s
             WHERE s.starts_at >= ${from}::timestamptz AND s.starts_at < ${to}::timestamptz
               AND s.decided_at IS NOT NULL AND s.deleted_at IS NULL) t
     GROUP BY GROUPING SETS ((t.doctor_id), ())
    HAVING count(*) > 0`;
}

/** Minutes of sessions that take, or took, the doctor's time; one over midnight counts on both days. */
export function bookedMinutes(
  tx: Tx,
  days: readonly ReportedDay[],
): Promise<{ doctorId: string; date: string; minutes: number }[]> {
  return tx.$queryRaw`
    SELECT s.doctor_id AS "doctorId", day.date,
           round(sum(extract(epoch FROM least(s.ends_at, day.ends) - greatest(s.starts_at, day.starts))) / 60)::int AS minutes
      FROM ${table(days)}
      JOIN sessions s ON s.starts_at >= day.starts - interval '1 day' AND s.starts_at < day.ends AND s.ends_at > day.starts
     WHERE s.deleted_at IS NULL AND s.status IN ('PENDING', 'APPROVED', 'COMPLETED', 'NO_SHOW')
     GROUP BY s.doctor_id, day.date`;
}

/** What became of the messages that were written on these days. */
export function countDeliveries(
  tx: Tx,
  days: readonly ReportedDay[],
): Promise<{ channel: NotificationChannel; status: NotificationStatus; count: number }[]> {
  const { from, to } = spanOf(days);
  return tx.$queryRaw`
    SELECT n.channel, n.status, count(*)::int AS count FROM notifications n
     WHERE n.created_at >= ${from}::timestamptz AND n.created_at < ${to}::timestamptz
     GROUP BY n.channel, n.status`;
}

/** All doctors by name, with the hours that hold some time between two local dates. */
export function schedulesBetween(tx: Tx, from: string, to: string): Promise<DoctorSchedule[]> {
  return tx.$queryRaw`
    WITH stretches AS MATERIALIZED (
      SELECT t.period_id, jsonb_agg(jsonb_build_object('weekday', t.weekday, 'startMinute', t.start_minute,
                                                       'endMinute', t.end_minute, 'breaks', t.breaks)) AS weekly
        FROM availability_stretches t GROUP BY t.period_id
    ), periods AS MATERIALIZED (
      SELECT p.doctor_id, jsonb_agg(jsonb_build_object('validFrom', p.valid_from, 'validTo', p.valid_to,
                                                       'timeZone', p.time_zone, 'weekly', coalesce(w.weekly, '[]'))) AS list
        FROM availability_periods p LEFT JOIN stretches w ON w.period_id = p.id
       WHERE p.valid_from <= ${to}::date + 1 AND (p.valid_to IS NULL OR p.valid_to >= ${from}::date - 1)
       GROUP BY p.doctor_id
    ), exceptions AS MATERIALIZED (
      SELECT e.doctor_id, jsonb_agg(jsonb_build_object('from', e.from_date, 'to', e.to_date, 'kind', e.kind,
                                                       'timeZone', e.time_zone, 'startMinute', e.start_minute,
                                                       'endMinute', e.end_minute)) AS list
        FROM availability_exceptions e
       WHERE e.from_date <= ${to}::date + 1 AND e.to_date >= ${from}::date - 1
       GROUP BY e.doctor_id
    )
    SELECT d.id, d.full_name AS "fullName", d.active, d.time_zone AS "timeZone",
           coalesce(p.list, '[]') AS periods, coalesce(e.list, '[]') AS exceptions
      FROM doctors d LEFT JOIN periods p ON p.doctor_id = d.id LEFT JOIN exceptions e ON e.doctor_id = d.id
     ORDER BY d.full_name, d.id`;
}

function table(days: readonly ReportedDay[]): Prisma.Sql {
  const dates = days.map(({ date }) => date);
  const starts = days.map(({ fromMs }) => new Date(fromMs).toISOString());
  const ends = days.map(({ toMs }) => new Date(toMs).toISOString());
  return Prisma.sql`unnest(${dates}::text[], ${starts}::timestamptz[], ${ends}::timestamptz[]) AS day(date, starts, ends)`;
}

function spanOf(days: readonly ReportedDay[]): { from: string; to: string } {
  return {
    from: new Date(days[0]?.fromMs ?? 0).toISOString(),
    to: new Date(days.at(-1)?.toMs ?? 0).toISOString(),
  };
}
