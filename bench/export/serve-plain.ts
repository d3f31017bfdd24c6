import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import express from 'express';
import pg from 'pg';
import { watchMemory } from './memory-watch.js';
import type { FromServer } from './messages.js';
import { PLAIN_QUERY } from './plain-query.js';

/** The plain way, in a process of its own: a cursor, csv-stringify, Express. BENCH_DATABASE_URL is the superuser's. */
const FETCHED = 1_000;
const pool = new pg.Pool({ connectionString: String(process.env['BENCH_DATABASE_URL']), max: 2 });

async function* rows(client: pg.PoolClient): AsyncGenerator<Record<string, unknown>> {
  await client.query(`BEGIN READ ONLY; DECLARE every NO SCROLL CURSOR FOR ${PLAIN_QUERY} ORDER BY s.starts_at, s.id`);
  for (;;) {
    const { rows: some } = await client.query<Record<string, unknown>>(`FETCH ${FETCHED} FROM every`);
    if (some.length === 0) break;
    yield* some;
  }
  await client.query('COMMIT');
}

const app = express().disable('etag');
app.get('/export.csv', async (_req, res) => {
  const client = await pool.connect();
  try {
    res.type('text/csv');
    await pipeline(Readable.from(rows(client)), stringify({ header: true, record_delimiter: 'windows' }), res);
  } finally {
    client.release();
  }
});

watchMemory();
const server = createServer(app).listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.send?.({ kind: 'listening', origin } satisfies FromServer);
});
