import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import pg from 'pg';
import { peakMemoryMb } from './peak-memory.js';
import type { Verified } from './verification.js';

/**
 * The plain way: a cursor over the rows, each made canonical (RFC 8785) and hashed, and the tree built up over the hashes.
 * Arguments: the owner's URL.
 */
const [url = ''] = process.argv.slice(2);
const ROWS_PER_FETCH = 100;

interface Row {
  jcs_hash: Buffer;
  [column: string]: unknown;
}

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query("SELECT set_config('app.role', 'SYSTEM', false)");
const startedAt = performance.now();
await client.query('BEGIN');
await client.query(`
  DECLARE entries CURSOR FOR
  SELECT e.id, e.at, e.actor_id, e.actor_role, e.channel, e.request_id, e.db_user, e.entity, e.entity_id, e.action,
         e.before, e.after, e.reason, b.jcs_hash
    FROM bench_hashes b JOIN audit_entries e ON e.id = b.entry_id ORDER BY b.leaf_index`);
const levels: (Buffer | undefined)[] = [];
let ok = true;
for (;;) {
  const { rows } = await client.query<Row>(`FETCH ${ROWS_PER_FETCH} FROM entries`);
  if (rows.length === 0) break;
  for (const { jcs_hash: stored, ...entry } of rows) {
    let node = sha256(Buffer.of(0), canonicalize(entry) ?? '');
    if (!node.equals(stored)) ok = false;
    let level = 0;
    for (let left = levels[level]; left; left = levels[level]) {
      node = sha256(Buffer.of(1), left, node);
      levels[level] = undefined;
      level += 1;
    }
    levels[level] = node;
  }
}
await client.query('COMMIT');
const seconds = (performance.now() - startedAt) / 1_000;
await client.end();
const peakMb = peakMemoryMb();
console.log(JSON.stringify({ seconds, peakMb, ok } satisfies Verified));
