import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from '../../../dev/postgres.js';
import { freePort } from '../../support/free-ports.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('the embedded PostgreSQL is 18, has btree_gist, and keeps what was committed over a kill', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'clinic-postgres-'));
  const port = await freePort();
  const first = await startPostgres({ dataDir, port });
  await query(first.superuserUrl, 'CREATE EXTENSION btree_gist; CREATE TABLE kept AS SELECT 42 AS answer');
  expect(await query(first.superuserUrl, "SELECT current_setting('fsync') AS fsync")).toEqual([{ fsync: 'on' }]);
  process.kill(first.pid, 'SIGKILL');
  await first.process.exited;

  const second = await startPostgres({ dataDir, port });
  try {
    expect(await query(second.superuserUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    const [version] = (await query(second.superuserUrl, 'SHOW server_version')) as { server_version: string }[];
    expect(version?.server_version).toMatch(/^18\./);
  } finally {
    await second.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
