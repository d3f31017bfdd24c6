import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { findDrift, migrate } from '../../../prisma/migrate.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
let superuser: pg.Client;

beforeAll(async () => {
  db = await openTestDatabase();
  superuser = new pg.Client({ connectionString: db.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await db[Symbol.asyncDispose]();
});

it('applies nothing twice', async () => {
  expect(await migrate({ ownerUrl: db.ownerUrl })).toEqual({ applied: [] });
});

it('records every migration in Prisma’s own table', async () => {
  const { rows } = await superuser.query<{ open: number; all: number }>(
    'SELECT count(*) FILTER (WHERE finished_at IS NULL)::int AS open, count(*)::int AS all FROM _prisma_migrations',
  );
  expect(rows[0]).toMatchObject({ open: 0 });
  expect(rows[0]?.all).toBeGreaterThan(20);
});

it('goes on with nothing where a migration is not the one that was applied', async () => {
  const name = '20261124000200_people';
  const { rows } = await superuser.query<{ checksum: string }>(
    'SELECT checksum FROM _prisma_migrations WHERE migration_name = $1',
    [name],
  );
  const record = 'UPDATE _prisma_migrations SET checksum = $2 WHERE migration_name = $1';
  await superuser.query(record, [name, 'f'.repeat(64)]);
  await expect(migrate({ ownerUrl: db.ownerUrl })).rejects.toMatchObject({
    name: 'RewrittenMigration',
    migration: name,
  });
  await superuser.query(record, [name, rows[0]?.checksum]);
  expect(await migrate({ ownerUrl: db.ownerUrl })).toEqual({ applied: [] });
});

it('agrees with schema/*.prisma, and sees where they part', async () => {
  expect(await findDrift(db.ownerUrl)).toBeNull();
  await superuser.query('ALTER TABLE rooms ADD COLUMN colour text');
  expect(await findDrift(db.ownerUrl)).toContain('colour');
  await superuser.query('ALTER TABLE rooms DROP COLUMN colour');
  expect(await findDrift(db.ownerUrl)).toBeNull();
});
