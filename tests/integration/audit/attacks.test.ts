import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TEXT_OF_COLUMNS } from '../../../prisma/audit/columns.js';
import { openAuditWorld, type AuditWorld } from './audit-world.js';
import { rehash } from './rehash.js';

/** A superuser of the database, with every trigger off, against heads that were anchored before. */
let world: AuditWorld;
let size: number;
let sessions: string[];

beforeEach(async () => {
  world = await openAuditWorld();
  sessions = await world.book(6);
  await world.sealAll();
  sessions.push(...(await world.book(3)));
  size = await world.sealAll();
});
afterEach(() => world[Symbol.asyncDispose]());

const entryAt = async (leafIndex: number): Promise<string> => {
  const sql = 'SELECT entry_id::text AS id FROM audit_leaves WHERE leaf_index = $1';
  return (await world.superuser.query<{ id: string }>(sql, [leafIndex])).rows[0]?.id ?? '';
};
const problems = async () => {
  const { ok, problems: found } = await world.verify();
  expect(ok).toBe(found.length === 0);
  return found;
};

it('finds nothing where nothing was done', async () => {
  expect(await problems()).toEqual([]);
});

describe('an entry', () => {
  it('that is edited is named', async () => {
    const entryId = await entryAt(9);
    await world.tamper(`UPDATE audit_entries SET canonical = canonical || ' ' WHERE id = ${entryId}`);
    expect((await problems())[0]).toMatchObject({ kind: 'EDITED', entryId, leafIndex: 9 });
  });

  it('whose columns are edited, and not its text, is named', async () => {
    const entryId = await entryAt(9);
    await world.tamper(`UPDATE audit_entries SET actor_id = gen_random_uuid() WHERE id = ${entryId}`);
    expect((await problems())[0]).toMatchObject({ kind: 'EDITED', entryId, leafIndex: 9 });
  });

  it('that is deleted in the middle is named', async () => {
    const entryId = await entryAt(9);
    await world.tamper(
      `DELETE FROM audit_private WHERE entry_id = ${entryId}`,
      `DELETE FROM audit_entries WHERE id = ${entryId}`,
    );
    expect((await problems())[0]).toMatchObject({ kind: 'MISSING', entryId, leafIndex: 9 });
  });

  it('that is deleted with its leaf, the others closed up, is named', async () => {
    const entryId = await entryAt(9);
    await world.tamper(
      `DELETE FROM audit_private WHERE entry_id = ${entryId}`,
      `DELETE FROM audit_entries WHERE id = ${entryId}`,
      'DELETE FROM audit_leaves WHERE leaf_index = 9',
      'UPDATE audit_leaves SET leaf_index = -leaf_index WHERE leaf_index > 9',
      'UPDATE audit_leaves SET leaf_index = -leaf_index - 1 WHERE leaf_index < 0',
    );
    expect((await problems())[0]).toMatchObject({
      kind: expect.stringMatching(/MISSING|EDITED/),
      leafIndex: expect.any(Number),
    });
  });

  it('that is inserted without a leaf is named', async () => {
    const { rows } = await world.superuser.query<{ id: string }>(`
      INSERT INTO audit_entries (at, xid, actor_role, channel, request_id, db_user, entity, action, canonical)
      VALUES (now(), '4', 'ADMIN', 'API', 'x', 'clinic_app', 'user', 'read', '{}') RETURNING id::text`);
    expect((await problems())[0]).toMatchObject({ kind: 'INSERTED', entryId: rows[0]?.id });
  });

  it('that is inserted with a leaf is named', async () => {
    const entryId = await entryAt(9);
    await world.tamper(
      'UPDATE audit_leaves SET leaf_index = -leaf_index - 1 WHERE leaf_index > 9',
      'UPDATE audit_leaves SET leaf_index = -leaf_index WHERE leaf_index < 0',
      `CREATE TEMPORARY TABLE forged AS SELECT * FROM audit_entries WHERE id = ${entryId}`,
      'UPDATE forged SET id = 100000',
      `UPDATE forged SET canonical = replace(canonical, '"id":${entryId},', '"id":100000,')`,
      'INSERT INTO audit_entries SELECT * FROM forged',
      () => rehash(world.superuser, { leafIndex: 10, entryId: 100_000 }),
    );
    expect((await problems())[0]).toMatchObject({ kind: 'INSERTED', leafIndex: 10 });
  });
});

describe('the table', () => {
  it('whose tail is cut is named as truncated', async () => {
    const first = Number(await entryAt(size - 4));
    await world.tamper(
      `DELETE FROM audit_private WHERE entry_id >= ${first}`,
      `DELETE FROM audit_entries WHERE id >= ${first}`,
      `DELETE FROM audit_leaves WHERE leaf_index >= ${size - 4}`,
      `DELETE FROM audit_heads WHERE tree_size > ${size - 4}`,
    );
    const found = await problems();
    expect(found).toContainEqual(expect.objectContaining({ kind: 'TRUNCATED', leafIndex: size - 4 }));
  });

  it('that is emptied is named as truncated', async () => {
    await world.tamper('TRUNCATE audit_private, audit_entries, audit_leaves, audit_nodes, audit_heads');
    const found = await problems();
    expect(found[0]).toMatchObject({ kind: 'TRUNCATED', leafIndex: 0 });
    expect(found).toContainEqual(expect.objectContaining({ kind: 'INCOMPLETE', sessionId: sessions.toSorted()[0] }));
  });

  it('whose entries changed places is named', async () => {
    const [left, right] = [await entryAt(9), await entryAt(12)];
    await world.tamper(
      `UPDATE audit_leaves SET entry_id = -1 WHERE leaf_index = 9`,
      `UPDATE audit_leaves SET entry_id = ${left} WHERE leaf_index = 12`,
      `UPDATE audit_leaves SET entry_id = ${right} WHERE leaf_index = 9`,
    );
    expect((await problems())[0]).toMatchObject({ kind: 'REORDERED', leafIndex: 9 });
  });

  it('that is edited and hashed again as a whole, heads thrown away, is named', async () => {
    const entryId = await entryAt(9);
    await world.tamper(
      `UPDATE audit_entries SET reason = 'forged' WHERE id = ${entryId}`,
      `UPDATE audit_entries e SET canonical = ${TEXT_OF_COLUMNS} WHERE id = ${entryId}`,
      'DELETE FROM audit_heads',
      () => rehash(world.superuser),
    );
    const [first] = await problems();
    expect(first).toMatchObject({ kind: 'EDITED', leafIndex: expect.any(Number) });
    // No more is left to tell it by than the anchors, which are a few entries apart.
    expect(first?.leafIndex).toBeLessThanOrEqual(9);
  });

  it('whose heads changed places is named', async () => {
    await world.tamper(`
      UPDATE audit_heads h SET root_hash = o.root_hash, jws = o.jws FROM audit_heads o
       WHERE (h.tree_size = (SELECT min(tree_size) FROM audit_heads) AND o.tree_size = (SELECT max(tree_size) FROM audit_heads))
          OR (h.tree_size = (SELECT max(tree_size) FROM audit_heads) AND o.tree_size = (SELECT min(tree_size) FROM audit_heads))`);
    expect(await problems()).toContainEqual(expect.objectContaining({ kind: 'REORDERED' }));
  });

  it('that is an older copy of the database is named as truncated, also when it was sealed on', async () => {
    const cut = Number(await entryAt(size - 4));
    // What a backup of that moment would hold.
    await world.tamper(
      `DELETE FROM audit_private WHERE entry_id >= ${cut}`,
      `DELETE FROM audit_entries WHERE id >= ${cut}`,
      `DELETE FROM audit_leaves WHERE leaf_index >= ${size - 4}`,
      `DELETE FROM audit_heads WHERE tree_size > ${size - 4}`,
      `DELETE FROM audit_nodes WHERE (index + 1) * (1::bigint << level) > ${size - 4}`,
    );
    expect(await problems()).toContainEqual(expect.objectContaining({ kind: 'TRUNCATED' }));
    await world.book(4);
    await world.sealAll();
    const [first] = await problems();
    expect(first).toMatchObject({ kind: 'TRUNCATED', detail: expect.stringContaining('an older copy was put back') });
    expect(first?.leafIndex).toBeLessThanOrEqual(size - 4);
  });
});

describe('a session', () => {
  it('that is changed with triggers off is incomplete', async () => {
    const [sessionId] = sessions;
    await world.tamper(`UPDATE sessions SET status = 'CANCELLED' WHERE id = '${sessionId}'`);
    expect(await problems()).toEqual([
      { kind: 'INCOMPLETE', sessionId, detail: expect.stringContaining('status is not what the last entry made it') },
    ]);
  });

  it('that is changed with triggers off and then in order, or that is deleted, is incomplete', async () => {
    const [changed, deleted] = sessions;
    await world.tamper(
      `UPDATE sessions SET starts_at = starts_at + interval '1 minute' WHERE id = '${changed}'`,
      `DELETE FROM status_history WHERE session_id = '${deleted}'`,
      `DELETE FROM sessions WHERE id = '${deleted}'`,
    );
    await world.superuser.query("UPDATE sessions SET starts_at = starts_at + interval '1 minute' WHERE id = $1", [
      changed,
    ]);
    const found = await problems();
    expect(found).toContainEqual(
      expect.objectContaining({
        sessionId: changed,
        detail: expect.stringContaining('changes starts_at from what no entry made it'),
      }),
    );
    expect(found).toContainEqual(
      expect.objectContaining({ sessionId: deleted, detail: expect.stringContaining('the session is gone') }),
    );
  });

  it('whose one change of status left no entry is incomplete, also before it is sealed', async () => {
    const [sessionId] = await world.book(1);
    const entry = `SELECT id FROM audit_entries WHERE entity_id = '${sessionId}' AND action = 'status'`;
    await world.tamper(
      `DELETE FROM audit_private WHERE entry_id IN (${entry})`,
      `DELETE FROM audit_entries WHERE id IN (${entry})`,
    );
    expect(await problems()).toContainEqual({
      kind: 'INCOMPLETE',
      sessionId,
      detail: expect.stringContaining('version 2 has no audit entry'),
    });
  });
});
