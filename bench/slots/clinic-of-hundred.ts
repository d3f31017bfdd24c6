import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { plusDays } from '../../domain/time/local-date.js';
import { bookShare, createRandom, type Calendar } from './calendars.js';
import { writeCalendars } from './sql-way.js';

export const DOCTORS = 100;
export const DAYS = 30;
const SHARE = 0.6;

/** Doctors from 09:00 to 17:00 every day in steps of 20 minutes, booked to 60 %, from next week on. */
export function hundredCalendars(): Calendar[] {
  const random = createRandom(60);
  const from = plusDays(new Date().toISOString().slice(0, 10), 7);
  const hours = { startMinute: 540, endMinute: 1_020, stepMinutes: 20 };
  return Array.from({ length: DOCTORS }, () =>
    bookShare({ doctorId: randomUUID(), timeZone: 'Europe/Berlin', from, days: DAYS, ...hours }, SHARE, random),
  );
}

/** The same as rows of the product, sessions and holds included; triggers and keys are left out to be quick. */
export async function writeClinic(client: pg.Client, calendars: readonly Calendar[]): Promise<void> {
  const ids = calendars.map(({ doctorId }) => doctorId);
  await client.query('SET session_replication_role = replica');
  await client.query('UPDATE policy SET slot_step_minutes = 20, maximum_horizon_days = 60');
  await client.query(
    `INSERT INTO doctors (id, user_id, full_name, time_zone)
     SELECT id, gen_random_uuid(), 'Dr ' || id, 'Europe/Berlin' FROM unnest($1::uuid[]) id`,
    [ids],
  );
  await client.query(
    `WITH period AS (
       INSERT INTO availability_periods (id, doctor_id, valid_from)
       SELECT gen_random_uuid(), id, date '2020-01-01' FROM unnest($1::uuid[]) id RETURNING id)
     INSERT INTO availability_stretches (id, period_id, weekday, start_minute, end_minute)
     SELECT gen_random_uuid(), period.id, weekday, 540, 1020 FROM period, generate_series(1, 7) weekday`,
    [ids],
  );
  await writeCalendars(client, 'holds', calendars);
  await client.query('SET session_replication_role = replica');
  await client.query(
    `INSERT INTO sessions (id, code, doctor_id, patient_id, telehealth, status, starts_at, ends_at, decision_due_at,
                           body_hash, created_channel)
     SELECT session_id, session_id::text, doctor_id, patient_id, true, 'APPROVED', lower(slot_range), upper(slot_range),
            lower(slot_range), 'bench', 'API' FROM holds`,
  );
  await client.query('SET session_replication_role = origin');
  await client.query('ANALYZE');
}
