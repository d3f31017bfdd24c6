import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** One attempt at the slot by an open connection. */
export type Ask = (client: pg.Client, command: RaceCommand, clinic: RaceOptions['clinic']) => Promise<boolean>;

export interface RaceOptions {
  url: string;
  /** How a caller asks; by the booking function unless said otherwise. */
  ask?: Ask;
  clinic: {
    secretary: { userId: string };
    doctors: { id: string }[];
    rooms: { id: string }[];
    patients: { id: string }[];
  };
  callers: number;
  rounds: number;
}

export interface RaceReport {
  callers: number;
  rounds: number;
  /** Bookings that won; one per round is right. */
  winners: number;
  /** SQL errors of any kind. */
  errors: number;
  /** How long each caller waited for its answer, in milliseconds. */
  waitsMs: number[];
}

const FIRST_ROUND_AT = Date.parse('2100-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/**
 * Lets callers book one slot at once, round after round, over driver connections of their own and through the booking
 * function. All ask for the same doctor; rooms and patients vary, so that the three constraints meet in every order.
 */
export async function runSlotRace(options: RaceOptions): Promise<RaceReport> {
  const clients = await Promise.all(Array.from({ length: options.callers }, () => connect(options.url)));
  const report: RaceReport = { callers: options.callers, rounds: options.rounds, winners: 0, errors: 0, waitsMs: [] };
  const firstHour = FIRST_ROUND_AT + Math.floor(Math.random() * 100_000) * HOUR_MS * 24;
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      const startsAt = firstHour + round * HOUR_MS;
      const answers = await Promise.all(
        clients.map((client, caller) => attempt(client, raceCommand(options, startsAt, round, caller), options)),
      );
      for (const { outcome, waitMs } of answers) {
        report.waitsMs.push(waitMs);
        if (outcome === 'BOOKED') report.winners += 1;
        if (outcome === 'ERROR') report.errors += 1;
      }
    }
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
  return report;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, statement_timeout: 30_000, lock_timeout: 20_000 });
  await client.connect();
  return client;
}

async function attempt(
  client: pg.Client,
  command: RaceCommand,
  { clinic, ask = askFunction }: RaceOptions,
): Promise<{ outcome: 'BOOKED' | 'TAKEN' | 'ERROR'; waitMs: number }> {
  const startedAt = performance.now();
  try {
    await client.query('BEGIN');
    const booked = await ask(client, command, clinic);
    await client.query('COMMIT');
    return { outcome: booked ? 'BOOKED' : 'TAKEN', waitMs: performance.now() - startedAt };
  } catch {
    await client.query('ROLLBACK');
    return { outcome: 'ERROR', waitMs: performance.now() - startedAt };
  }
}

/** The product's way. */
export async function askFunction(
  client: pg.Client,
  command: RaceCommand,
  clinic: RaceOptions['clinic'],
): Promise<boolean> {
  await client.query(
    `SELECT set_config('app.actor_id', $1, true), set_config('app.role', 'SECRETARY', true),
            set_config('app.channel', 'API', true), set_config('app.request_id', 'race', true)`,
    [clinic.secretary.userId],
  );
  const { rows } = await client.query<{ result: { outcome: string } }>(
    'SELECT engine.book_session($1::jsonb) AS result',
    [command],
  );
  return rows[0]?.result.outcome === 'BOOKED';
}

/** The yardstick: nothing but the hold under the same constraints, in the table `bench_holds`. */
export async function askBare(client: pg.Client, command: RaceCommand): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO bench_holds (session_id, doctor_id, room_id, patient_id, doctor_range, slot_range)
     VALUES ($1, $2, $3, $4, tstzrange($5, $6), tstzrange($5, $6)) ON CONFLICT DO NOTHING`,
    [command.sessionId, command.doctorId, command.roomIds[0], command.patientId, command.startsAt, command.endsAt],
  );
  return rowCount === 1;
}

/** An empty table with the constraints of `holds` and nothing else. */
export const BENCH_HOLDS = `
  DROP TABLE IF EXISTS bench_holds;
  CREATE TABLE bench_holds (LIKE holds INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
  ALTER TABLE bench_holds ADD PRIMARY KEY (id),
    ADD EXCLUDE USING gist (doctor_id WITH =, doctor_range WITH &&, session_id WITH <>) WHERE (active AND NOT exempt_doctor),
    ADD EXCLUDE USING gist (room_id WITH =, slot_range WITH &&, session_id WITH <>) WHERE (active AND NOT exempt_room),
    ADD EXCLUDE USING gist (patient_id WITH =, slot_range WITH &&, session_id WITH <>) WHERE (active AND NOT exempt_patient)`;

type RaceCommand = ReturnType<typeof raceCommand>;

function raceCommand({ clinic }: RaceOptions, startsAt: number, round: number, caller: number) {
  const pick = <T>(items: T[], index: number): T => items[index % items.length] as T;
  const rooms = clinic.rooms.map(({ id }) => id);
  return {
    sessionId: randomUUID(),
    doctorId: pick(clinic.doctors, round).id,
    patientId: pick(clinic.patients, caller).id,
    roomIds: caller % 2 === 0 ? rooms : [...rooms].reverse(),
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + HOUR_MS / 2).toISOString(),
    decisionDueAt: new Date(startsAt - HOUR_MS).toISOString(),
    telehealth: false,
    visitReason: null,
    note: null,
    bodyHash: 'race',
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    notAfter: null,
    announcements: [
      { kind: 'BOOKED', channel: 'SMS', recipient: 'PATIENT' },
      { kind: 'BOOKED', channel: 'EMAIL', recipient: 'PATIENT' },
      { kind: 'BOOKED', channel: 'SLACK', recipient: 'DOCTOR' },
    ],
  };
}
