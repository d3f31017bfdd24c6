import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { rotateAuditKey } from '../../platform/audit/key-file.js';
import { openTestDatabase, type TestDatabase } from '../../tests/support/database.js';
import { waitFor } from '../../tests/support/wait-for.js';
import { drive } from '../measure.js';
import { quantile, summarise } from '../statistics.js';

export interface SealingOptions {
  repeats: number;
  appends: number;
  callers: number;
}

/** A head's commit was known at that time. */
export interface Sealed {
  treeSize: number;
  atMs: number;
}

const APPEND = `SELECT engine.audit_event('read', 'patient', '8d2f0c52-3f0c-4cf0-9a39-3f7f5be3c3a1', '{"listed": 20}')`;

/** Entries a second, each in a transaction of its own, with a sealer in a process of its own and with none. */
export async function benchSealing({ repeats, appends, callers }: SealingOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'clinic-bench-audit-'));
  const keyFile = join(folder, 'keys.json');
  await rotateAuditKey(keyFile);
  const [sealed, unsealed] = [await openTestDatabase({ poolSize: 1 }), await openTestDatabase({ poolSize: 1 })];
  const sealer = await startSealerProcess(sealed, keyFile);
  const [withSealer, without] = [await connectAll(sealed, callers), await connectAll(unsealed, callers)];
  const rates: { on: number[]; off: number[]; ratio: number[] } = { on: [], off: [], ratio: [] };
  for (let repeat = 0; repeat <= repeats; repeat += 1) {
    const on = await appendRate(withSealer, appends);
    await waitFor(() => allSealed(sealed), { timeoutMs: 60_000 });
    const off = await appendRate(without, appends);
    if (repeat === 0) continue;
    rates.on.push(on);
    rates.off.push(off);
    rates.ratio.push(on / off);
    console.log(`sealing: repeat ${repeat} of ${repeats}`);
  }
  const lags = await lagsOf(sealed, await sealer.stop());
  for (const client of [...withSealer, ...without]) await client.end();
  for (const db of [sealed, unsealed]) await db[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
  return {
    callers,
    appendsPerRepeat: appends,
    perSecondSealed: summarise(rates.on),
    perSecondUnsealed: summarise(rates.off),
    sealedToUnsealed: summarise(rates.ratio),
    sealLagMs: { p50: quantile(lags, 0.5), p99: quantile(lags, 0.99), max: quantile(lags, 1) },
  };
}

async function startSealerProcess(db: TestDatabase, keyFile: string): Promise<{ stop(): Promise<Sealed[]> }> {
  const path = fileURLToPath(new URL('seal-process.ts', import.meta.url));
  const child = fork(path, [db.workerUrl, keyFile], { execArgv: ['--import', 'tsx'] });
  const heads: Sealed[] = [];
  child.on('message', (head: Sealed) => heads.push(head));
  await waitFor(() => allSealed(db), { timeoutMs: 30_000 });
  return {
    async stop() {
      child.send('stop');
      await once(child, 'exit');
      return heads;
    },
  };
}

async function connectAll(db: TestDatabase, callers: number): Promise<pg.Client[]> {
  const clients = Array.from({ length: callers }, () => new pg.Client({ connectionString: db.workerUrl }));
  for (const client of clients) {
    await client.connect();
    await client.query("SELECT set_config('app.role', 'SYSTEM', false), set_config('app.channel', 'SYSTEM', false)");
  }
  return clients;
}

async function appendRate(clients: readonly pg.Client[], appends: number): Promise<number> {
  const free = [...clients];
  const { perSecond } = await drive(clients.length, appends, async () => {
    const client = free.pop() as pg.Client;
    await client.query({ name: 'append', text: APPEND });
    free.push(client);
  });
  return perSecond;
}

async function asSuperuser<T extends pg.QueryResultRow>(db: TestDatabase, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function allSealed(db: TestDatabase): Promise<boolean> {
  const sql = `SELECT (SELECT count(*) FROM audit_entries) = (SELECT count(*) FROM audit_leaves)
                  AND EXISTS (SELECT 1 FROM pg_stat_activity
                               WHERE application_name = 'clinic-audit-sealer' AND datname = current_database()) AS done`;
  return (await asSuperuser<{ done: boolean }>(db, sql))[0]?.done ?? false;
}

/** From an entry's making to the moment when the sealer knew that its leaf is committed. */
async function lagsOf(db: TestDatabase, heads: readonly Sealed[]): Promise<number[]> {
  const sql = `SELECT l.leaf_index::int AS index, extract(epoch FROM e.at)::float8 * 1000 AS "atMs"
                 FROM audit_leaves l JOIN audit_entries e ON e.id = l.entry_id ORDER BY l.leaf_index`;
  let head = 0;
  return (await asSuperuser<{ index: number; atMs: number }>(db, sql)).map(({ index, atMs }) => {
    while ((heads[head]?.treeSize ?? Infinity) <= index) head += 1;
    return (heads[head]?.atMs ?? Number.NaN) - atMs;
  });
}
