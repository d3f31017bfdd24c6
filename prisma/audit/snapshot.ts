import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Actor } from '../../domain/actor.js';
import { copiedRows, type CopiedRow } from './copy-rows.js';

/** One moment of the database, for reading more than a request's transaction may. */
export interface AuditSnapshot extends AsyncDisposable {
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** The rows of a query, streamed. */
  copy(query: string): AsyncGenerator<CopiedRow[]>;
  /**
   * The rows of a query over `count` leaves, in the order of the tree, streamed: while one slice is used, the other
   * connection prepares the next. Joins go by index, so that nothing is gathered in memory or sorted.
   */
  copyLeaves(queryOf: (range: string) => string, count: number): AsyncGenerator<CopiedRow[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const SLICE_LEAVES = 2_048;
/** A slice, so that the connection that prepares it does not wait for its reader. */
const SLICE_BYTES = 2_000_000;
const BY_INDEX = 'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_sort = off';
const AS_USUAL = 'SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on; SET LOCAL enable_sort = on';

/** Opens two connections of its own as `actor`, whom row-level security sees; both see the same moment. */
export async function openAuditSnapshot(url: string, actor: Actor): Promise<AuditSnapshot> {
  const first = await openTransaction(url, actor);
  const { rows } = await first.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  const second = await openTransaction(url, actor, rows[0]?.snapshot).catch(async (error: unknown) => {
    await first.end();
    throw error;
  });
  const both = [first, second] as const;
  return {
    query: async <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
      (await first.query<Row>(sql, values)).rows,
    copy: (query) => copiedRows(copying(first, query)),
    async *copyLeaves(queryOf, count) {
      for (const client of both) await client.query(BY_INDEX);
      const ranges = rangesOf(count).map(queryOf);
      let ready = copying(first, ranges[0] as string);
      for (let slice = 1; slice <= ranges.length; slice += 1) {
        const now = ready;
        if (slice < ranges.length) ready = copying(both[slice % 2] as pg.Client, ranges[slice] as string);
        yield* copiedRows(now);
      }
      for (const client of both) await client.query(AS_USUAL);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(both.map((client) => client.end()));
    },
  };
}

async function openTransaction(url: string, actor: Actor, snapshot?: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
  // Whatever is being read fails by itself.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (snapshot !== undefined) await client.query(`SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(snapshot)}`);
    await client.query(
      `SELECT set_config('app.actor_id', $1, true), set_config('app.role', $2, true),
              set_config('app.channel', $3, true), set_config('app.request_id', $4, true)`,
      [actor.id ?? '', actor.role, actor.channel, actor.requestId],
    );
    await client.query('SET LOCAL statement_timeout = 0');
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

function copying(client: pg.Client, query: string) {
  const stream = client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`, { highWaterMark: SLICE_BYTES }));
  // It may fail before it is read; whoever reads it is told then.
  return stream.on('error', () => undefined);
}

/** Without bounds at either end: what was put outside of where leaves belong is seen as well. */
function rangesOf(count: number): string[] {
  const slices = Math.max(1, Math.ceil(count / SLICE_LEAVES));
  return Array.from({ length: slices }, (_, slice) => {
    const from = slice > 0 ? [`l.leaf_index >= ${slice * SLICE_LEAVES}`] : [];
    const to = slice < slices - 1 ? [`l.leaf_index < ${(slice + 1) * SLICE_LEAVES}`] : [];
    return [...from, ...to].join(' AND ') || 'true';
  });
}
