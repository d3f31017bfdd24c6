import { finished, type Readable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Actor } from '../domain/actor.js';
import { DomainError } from '../domain/errors.js';
import { actorSettings, type CopyQuery } from './actor.js';
import { mapDatabaseError } from './errors.js';
import { inlined } from './inline-sql.js';

/** Few, and beside the pool of the requests: whoever exports waits for others who do, and nobody else waits for them. */
const MOST_AT_ONCE = 2;
/** The longest a transaction may live for one reader. */
const LONGEST_MS = 30 * 60_000;
/** A reader who went away is noticed although nothing is being sent yet. */
const CONNECTION_CHECK_MS = 2_000;
const RETRY_AFTER_SECONDS = 15;

export interface CopyOut {
  /** Begins a COPY as `actor`. Destroying the stream ends the query and its connection. */
  open(actor: Actor, query: CopyQuery): Promise<Readable>;
  close(): Promise<void>;
}

/** The way out for rows that are too many to hold, with connections of its own that are opened when they are needed. */
export function createCopyOut(connection: pg.PoolConfig): CopyOut {
  const pool = new pg.Pool({
    ...connection,
    max: MOST_AT_ONCE,
    statement_timeout: LONGEST_MS,
    idle_in_transaction_session_timeout: CONNECTION_CHECK_MS * 5,
  });
  pool.on('error', () => undefined);
  let open = 0;

  return {
    async open(actor, query) {
      if (open >= MOST_AT_ONCE) throw tooMany();
      open += 1;
      try {
        const client = await pool.connect();
        const rows = await begun(client, actor, query);
        finished(rows, () => (open -= 1));
        return rows;
      } catch (error) {
        open -= 1;
        throw mapDatabaseError(error);
      }
    },
    close: () => pool.end(),
  };
}

async function begun(client: pg.PoolClient, actor: Actor, { sql, settings }: CopyQuery): Promise<Readable> {
  try {
    await client.query('BEGIN READ ONLY');
    const all = { ...settings, client_connection_check_interval: CONNECTION_CHECK_MS, ...actorSettings(actor) };
    await client.query(
      'SELECT set_config(s.name, s.value, true) FROM unnest($1::text[], $2::text[]) AS s(name, value)',
      [Object.keys(all), Object.values(all).map(String)],
    );
  } catch (error) {
    client.release(true);
    throw error;
  }
  const rows = client.query(copyTo(`COPY (${inlined(sql)}) TO STDOUT (FORMAT csv, HEADER)`));
  // A stream that was destroyed is told of its connection's end all the same.
  rows.on('error', () => undefined);
  finished(rows, (error) => {
    if (error) client.release(true);
    else
      client.query('COMMIT').then(
        () => client.release(),
        () => client.release(true),
      );
  });
  return rows;
}

function tooMany(): DomainError {
  return new DomainError('temporarily_unavailable', 'Other exports are under way. Please try again in a moment.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
