import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface RaceOptions {
  workerUrl: string;
  clinic: { secretary: { userId: string }; doctors: { id: string }[]; rooms: { id: string }[]; patients: { id: string }[] };
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
  const clients = await Promise.all(Array.from({ length: options.callers }, () => connect(options.workerUrl)));
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
  command: object,
  { clinic }: RaceOptions,
): Promise<{ outcome: string; waitMs: number }> {
  const startedAt = performance.now();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('app.actor_id', $1, true), set_config('app.role', 'SECRETARY', true),
              set_config('app.channel', 'API', true), set_config('app.request_id', 'race', true)`,
      [clinic.secretary.userId],
    );
    const { rows } = await client.query<{ result: { outcome: string } }>('SELECT engine.book_session($1::jsonb) AS result', [command]);
    await client.query('COMMIT');
    return { outcome: rows[0]?.result.outcome ?? 'ERROR', waitMs: performance.now() - startedAt };
  } catch {
    await client.query('ROLLBACK');
    return { outcome: 'ERROR', waitMs: performance.now() - startedAt };
  }
}

function raceCommand({ clinic }: RaceOptions, startsAt: number, round: number, caller: number): object {
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
