import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { systemActor } from '../../../domain/actor.js';
import { bookSession } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { bookCommand, instant } from './commands.js';
import { runSlotRace } from '../../../bench/slot-race-rounds.js';

let db: TestDatabase;
let clinic: TestClinic;

beforeAll(async () => {
  db = await openTestDatabase({ poolSize: 50 });
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

it('gives one slot to one of fifty', async () => {
  const secretary = actorOf('SECRETARY', clinic.secretary.userId);
  const results = await Promise.all(
    Array.from({ length: 50 }, () =>
      db.worker.withActor(secretary, (tx) => bookSession(tx, bookCommand(clinic, { sessionId: randomUUID() }))),
    ),
  );
  expect(results.filter(({ outcome }) => outcome === 'BOOKED')).toHaveLength(1);
  expect(results.filter(({ outcome }) => outcome === 'CONFLICT')).toHaveLength(49);
  const left = await db.worker.withActor(systemActor('test'), async (tx) => ({
    sessions: await tx.session.count({ where: { startsAt: instant(7) } }),
    holds: await tx.hold.count({ where: { active: true } }),
    history: await tx.statusHistory.count(),
  }));
  expect(left).toEqual({ sessions: 1, holds: 1, history: 1 });
});

it.each([2, 10, 50])('settles races of %i callers at driver level without a deadlock', async (callers) => {
  const rounds = callers === 50 ? 20 : 60;
  const report = await runSlotRace({ url: db.workerUrl, clinic, callers, rounds });
  expect(report).toMatchObject({ rounds, winners: rounds, errors: 0 });
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  const { rows } = await client.query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
  await client.end();
  expect(rows).toEqual([{ deadlocks: '0' }]);
});
