import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setCover } from '../../../prisma/stores/cover-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { waitFor } from '../../support/wait-for.js';
import { instant } from './commands.js';
import { connected } from './connected.js';

let db: TestDatabase;
let clinic: TestClinic;
beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

it('two doctors name each other at the same moment, and neither waits for the other', async () => {
  const [first, second] = clinic.doctors;
  const day = instant(20).slice(0, 10);
  const name = (doctor: typeof first, other: typeof first) =>
    db.app.withActor(actorOf('DOCTOR', doctor.userId), (tx) =>
      setCover(tx, doctor.id, [{ doctorId: other.id, from: day, to: day }]),
    );
  await using superuser = await connected(db.superuserUrl);
  await using watch = await connected(db.superuserUrl);
  const bothWait = async (): Promise<boolean> => {
    const sql = "SELECT count(*)::int AS n FROM pg_locks WHERE relation = 'doctor_cover'::regclass AND NOT granted";
    return (await watch.client.query<{ n: number }>(sql)).rows[0]?.n === 2;
  };
  // Lets both read, and holds both off before they write: each has its own doctor's row by then.
  await superuser.client.query('BEGIN; LOCK TABLE doctor_cover IN EXCLUSIVE MODE');
  const both = Promise.all([name(first, second), name(second, first)]);
  await waitFor(bothWait);
  await superuser.client.query('COMMIT');
  expect(await both).toEqual([{ outcome: 'SET' }, { outcome: 'SET' }]);
  const { rows } = await watch.client.query<{ doctor_id: string; cover_doctor_id: string }>(
    'SELECT doctor_id, cover_doctor_id FROM doctor_cover WHERE starts_on = $1',
    [day],
  );
  expect(rows.map((row) => [row.doctor_id, row.cover_doctor_id]).sort()).toEqual(
    [
      [first.id, second.id],
      [second.id, first.id],
    ].sort(),
  );
});
