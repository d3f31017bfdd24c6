import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import pg from 'pg';
import { createTreeHasher, type TreeHasher } from '../../domain/audit/merkle.js';
import { signTreeHead } from '../../domain/audit/tree-head.js';
import { createAuditKeys } from '../../platform/audit/key-file.js';
import { restoreTree, sealBatch } from '../../prisma/audit/seal-batch.js';
import type { TestDatabase } from '../../tests/support/database.js';

const PER_STATEMENT = 20_000;

/** Entries like those of a room that is renamed: written by the audit's own writer, many in one transaction. */
const WRITE = `
  SELECT engine.write_audit('room', gen_random_uuid()::text, 'update',
    jsonb_build_object('name', 'Room ' || i, 'version', i, 'location', 'First floor'),
    jsonb_build_object('name', 'Raum ' || i, 'version', i + 1, 'location', 'Erster Stock'), NULL)
    FROM generate_series(1, $1::integer) i`;
const SETTINGS = `
  SELECT set_config('app.actor_id', gen_random_uuid()::text, false), set_config('app.role', 'ADMIN', false),
         set_config('app.channel', 'API', false), set_config('app.request_id', gen_random_uuid()::text, false)`;

/** So many entries, sealed, and for the plain way beside them their hashes as it makes them. */
export async function fillAudit(db: TestDatabase, keyFile: string, entries: number): Promise<void> {
  const superuser = await connect(db.superuserUrl);
  for (let left = entries; left > 0; left -= PER_STATEMENT) {
    await superuser.query(SETTINGS);
    await superuser.query(WRITE, [Math.min(left, PER_STATEMENT)]);
  }
  await superuser.query('RESET ALL');
  await sealAll(db, keyFile);
  await hashPlainly(superuser);
  await superuser.query('VACUUM ANALYZE');
  await superuser.end();
}

/** One byte of the text of one leaf, as a superuser who has switched the triggers off; returns the leaf. */
export async function flipByte(db: TestDatabase, leafIndex: number): Promise<number> {
  const superuser = await connect(db.superuserUrl);
  await superuser.query('ALTER TABLE audit_entries DISABLE TRIGGER refuse');
  await superuser.query(
    `UPDATE audit_entries SET canonical = overlay(canonical placing chr(ascii(substr(canonical, 60, 1)) # 1) FROM 60 FOR 1)
      WHERE id = (SELECT entry_id FROM audit_leaves WHERE leaf_index = $1)`,
    [leafIndex],
  );
  await superuser.end();
  return leafIndex;
}

async function sealAll(db: TestDatabase, keyFile: string): Promise<void> {
  const keys = createAuditKeys(keyFile);
  const worker = await connect(db.workerUrl);
  await worker.query("SELECT set_config('app.role', 'SYSTEM', false)");
  const tree: TreeHasher = createTreeHasher((await restoreTree(worker)).compact());
  const { key, kid } = await keys.signing();
  while (await sealBatch(worker, tree, (head) => signTreeHead(head, key, kid)));
  await worker.end();
}

async function hashPlainly(superuser: pg.Client): Promise<void> {
  await superuser.query(`
    CREATE TABLE bench_hashes (leaf_index bigint PRIMARY KEY, entry_id bigint NOT NULL, jcs_hash bytea NOT NULL);
    GRANT SELECT ON bench_hashes TO clinic_owner`);
  for (let from = 0; ; from += PER_STATEMENT) {
    const { rows } = await superuser.query<{ leaf_index: string; id: string }>(
      `SELECT l.leaf_index, e.id, e.at, e.actor_id, e.actor_role, e.channel, e.request_id, e.db_user, e.entity, e.entity_id,
              e.action, e.before, e.after, e.reason
         FROM audit_leaves l JOIN audit_entries e ON e.id = l.entry_id
        WHERE l.leaf_index >= $1 AND l.leaf_index < $2 ORDER BY l.leaf_index`,
      [from, from + PER_STATEMENT],
    );
    if (rows.length === 0) return;
    const hashes = rows.map(({ leaf_index: _index, ...entry }) =>
      createHash('sha256')
        .update(Buffer.of(0))
        .update(canonicalize(entry) ?? '')
        .digest(),
    );
    await superuser.query('INSERT INTO bench_hashes SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])', [
      rows.map((row) => row.leaf_index),
      rows.map(({ id }) => id),
      hashes,
    ]);
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}
