import type pg from 'pg';
import type { Slot } from '../../domain/availability/types.js';
import { engineSlots } from './contestants.js';
import { type Calendar, toInput } from './calendars.js';

export interface FoundSlots {
  doctorId: string;
  slots: { startsAt: string; endsAt: string }[];
}

const HOURS = 'bench_hours';

/** Hours of each calendar, and their sessions in `table`, a table like `holds`. Constraints and triggers are left out. */
export async function writeCalendars(client: pg.Client, table: string, calendars: readonly Calendar[]): Promise<void> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS ${HOURS} (doctor_id uuid PRIMARY KEY, time_zone text, from_date date, days integer,
      start_minute integer, end_minute integer, step_minutes integer)`);
  await client.query(
    `INSERT INTO ${HOURS} SELECT * FROM jsonb_to_recordset($1) AS c("doctorId" uuid, "timeZone" text, "from" date,
       days integer, "startMinute" integer, "endMinute" integer, "stepMinutes" integer)`,
    [JSON.stringify(calendars.map(({ booked: _, ...hours }) => hours))],
  );
  await client.query('SET session_replication_role = replica');
  for (const { doctorId, booked } of calendars) {
    const ms = (pick: (range: Calendar['booked'][number]) => number): number[] => booked.map(pick);
    await client.query(
      `INSERT INTO ${table} (session_id, doctor_id, patient_id, doctor_range, slot_range)
       SELECT gen_random_uuid(), $1, gen_random_uuid(), r, r
         FROM unnest($2::bigint[], $3::bigint[]) AS b(s, e),
              LATERAL (SELECT tstzrange(to_timestamp(s / 1000), to_timestamp(e / 1000)) AS r) x`,
      [doctorId, ms(({ startMs }) => startMs), ms(({ endMs }) => endMs)],
    );
  }
  await client.query(`SET session_replication_role = origin; ANALYZE ${table}; ANALYZE ${HOURS}`);
}

/** Multirange subtraction: hours of all days as one multirange, minus what is busy, cut into slots, written as text. */
export async function sqlSlots(client: pg.Client, table: string, doctorIds: readonly string[]): Promise<FoundSlots[]> {
  const { rows } = await client.query<FoundSlots>({
    name: `slots-${table}`,
    text: `
      WITH hours AS (
        SELECT h.doctor_id, h.step_minutes, range_agg(tstzrange(
                 (d + make_interval(mins => h.start_minute)) AT TIME ZONE h.time_zone,
                 (d + make_interval(mins => h.end_minute)) AT TIME ZONE h.time_zone)) AS open
          FROM ${HOURS} h,
               LATERAL generate_series(h.from_date::timestamp, h.from_date + h.days - 1, interval '1 day') d
         WHERE h.doctor_id = ANY ($1)
         GROUP BY h.doctor_id, h.step_minutes
      ), busy AS (
        SELECT b.doctor_id, range_agg(b.doctor_range) AS taken
          FROM ${table} b JOIN hours h ON h.doctor_id = b.doctor_id
         WHERE b.active AND b.doctor_range && range_merge(h.open)
         GROUP BY b.doctor_id
      )
      SELECT h.doctor_id AS "doctorId", coalesce(json_agg(json_build_object(
               'startsAt', to_char(s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
               'endsAt', to_char((s + make_interval(mins => h.step_minutes)) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
               ORDER BY s), '[]') AS slots
        FROM hours h LEFT JOIN busy b USING (doctor_id),
             LATERAL unnest(h.open - coalesce(b.taken, '{}')) free,
             LATERAL generate_series(lower(free), upper(free) - make_interval(mins => h.step_minutes),
                                     make_interval(mins => h.step_minutes)) s
       GROUP BY h.doctor_id`,
    values: [doctorIds],
  });
  return rows;
}

/** Epoch seconds. */
type HoursRow = Omit<Calendar, 'booked'> & { starts: number[] | null; ends: number[] | null };

/** The product's way for many doctors at once: one read of hours and busy time, the rest by the engine. */
export async function readThenEngine(
  client: pg.Client,
  table: string,
  doctorIds: readonly string[],
): Promise<Slot[][]> {
  const { rows } = await client.query<HoursRow>({
    name: `read-${table}`,
    text: `
      SELECT h.doctor_id AS "doctorId", h.time_zone AS "timeZone", h.from_date::text AS "from", h.days,
             h.start_minute AS "startMinute", h.end_minute AS "endMinute", h.step_minutes AS "stepMinutes",
             b.starts, b.ends
        FROM ${HOURS} h LEFT JOIN (
          SELECT b.doctor_id, json_agg(date_part('epoch', lower(b.doctor_range))) AS starts,
                 json_agg(date_part('epoch', upper(b.doctor_range))) AS ends
            FROM ${table} b JOIN ${HOURS} h ON h.doctor_id = b.doctor_id
           WHERE h.doctor_id = ANY ($1) AND b.active
             AND b.doctor_range && tstzrange(h.from_date - 1, h.from_date + h.days + 1)
           GROUP BY b.doctor_id) b USING (doctor_id)
       WHERE h.doctor_id = ANY ($1)`,
    values: [doctorIds],
  });
  return rows.map(({ starts, ends, ...hours }) => {
    const booked = (starts ?? []).map((start, index) => ({
      startMs: start * 1_000,
      endMs: (ends?.[index] ?? 0) * 1_000,
    }));
    const calendar = { ...hours, booked };
    return engineSlots(toInput(calendar), calendar);
  });
}
