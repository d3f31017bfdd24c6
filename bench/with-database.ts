import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../dev/postgres.js';
import { seedClinic, type TestClinic } from '../tests/support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../tests/support/database.js';
import { freePort } from '../tests/support/free-ports.js';

export interface BenchDatabase {
  db: TestDatabase;
  clinic: TestClinic;
}

/**
 * A seeded clinic for a measurement: on the server that TEST_DATABASE_URL names, else on an embedded one that writes
 * through to the disk as a real one does.
 */
export async function withBenchDatabase<T>(poolSize: number, fn: (bench: BenchDatabase) => Promise<T>): Promise<T> {
  if (process.env['TEST_DATABASE_URL']) return onServer(poolSize, fn);
  const dataDir = await mkdtemp(join(tmpdir(), 'clinic-bench-'));
  const server = await startPostgres({ dataDir, port: await freePort() });
  process.env['TEST_DATABASE_URL'] = server.superuserUrl;
  try {
    return await onServer(poolSize, fn);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function onServer<T>(poolSize: number, fn: (bench: BenchDatabase) => Promise<T>): Promise<T> {
  const db = await openTestDatabase({ poolSize });
  try {
    return await fn({ db, clinic: await seedClinic(db) });
  } finally {
    await db[Symbol.asyncDispose]();
  }
}
