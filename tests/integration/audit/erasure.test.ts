import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../../../domain/actor.js';
import { isCommittedTo } from '../../../domain/audit/commitment.js';
import { leafHash } from '../../../domain/audit/merkle.js';
import { verifyInclusion } from '../../../domain/audit/proofs.js';
import { verifyBundle } from '../../../domain/audit/verify-bundle.js';
import type { Tx } from '../../../prisma/actor.js';
import { exportAudit } from '../../../prisma/audit/export-audit.js';
import { createDatabase } from '../../../prisma/client.js';
import { eraseAuditValues } from '../../../prisma/stores/audit-store.js';
import { proveInclusion, readTreeHead } from '../../../prisma/views/audit-proof-view.js';
import { actorOf } from '../../support/clinic.js';
import { expectMissingRight } from '../database/missing-right.js';
import { openAuditWorld, type AuditWorld } from './audit-world.js';

let world: AuditWorld;
let sessionId: string;
beforeAll(async () => {
  world = await openAuditWorld();
  [sessionId] = (await world.book(2)) as [string, string];
  await world.sealAll();
});
afterAll(() => world[Symbol.asyncDispose]());

const admin = () => actorOf('ADMIN', world.clinic.admin.userId);

async function bundle(withValues: boolean): Promise<string> {
  const pieces: string[] = [];
  const options = { url: world.db.appUrl, actor: admin(), withValues };
  for await (const piece of exportAudit(options)) pieces.push(piece);
  return pieces.join('');
}

async function* chunksOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

const proofOf = async (entryId: string) => {
  const [proof, head] = await world.db.app.withActor(admin(), async (tx) => [
    await proveInclusion(tx, entryId),
    await readTreeHead(tx),
  ]);
  return { proof, head };
};

it('hands out what anyone can check, with the values and their salts only where wanted', async () => {
  const keys = { keys: await world.keys.published() };
  const [plain, whole] = [await bundle(false), await bundle(true)];
  expect(plain).not.toContain('knee');
  expect(whole).toContain('knee');
  for (const text of [plain, whole]) {
    expect(await verifyBundle({ chunks: chunksOf(text), keys })).toMatchObject({ ok: true, problems: [] });
  }
  const forged = whole.replace('"value":"knee"', '"value":"hand"');
  expect((await verifyBundle({ chunks: chunksOf(forged), keys })).ok).toBe(false);
});

it('erases a person’s values, and every proof stays valid', async () => {
  const { superuser, clinic } = world;
  const valuesOf = async (id: string) =>
    (
      await superuser.query<{ entryId: string; canonical: string; path: string; salt: string; value: string }>(
        `SELECT e.id::text AS "entryId", e.canonical, p.path, encode(p.salt, 'hex') AS salt, p.value
           FROM audit_private p JOIN audit_entries e ON e.id = p.entry_id WHERE e.entity_id = $1 ORDER BY e.id`,
        [id],
      )
    ).rows;
  const [reason] = await valuesOf(sessionId);
  expect(reason?.value).toBe('knee');
  expect(isCommittedTo(reason?.canonical ?? '', reason as NonNullable<typeof reason>)).toBe(true);

  const erased = await asOwner(systemActor('test'), (tx) => eraseAuditValues(tx, clinic.patients[0].id));
  expect(erased).toBeGreaterThan(2);
  for (const id of [sessionId, clinic.patients[0].id, clinic.patients[0].userId])
    expect(await valuesOf(id)).toEqual([]);
  expect((await valuesOf(clinic.patients[1].id)).length).toBeGreaterThan(0);

  await world.sealAll();
  expect((await world.verify()).problems).toEqual([]);
  const { proof, head } = await proofOf(reason?.entryId ?? '');
  const { leafIndex, treeSize, path, canonical } = proof as NonNullable<typeof proof>;
  expect(canonical).toBe(reason?.canonical);
  const claim = { leafIndex, treeSize, path: path.map((hash) => Buffer.from(hash, 'hex')) };
  const rootHash = Buffer.from(head?.rootHash ?? '', 'hex');
  expect(verifyInclusion({ ...claim, leafHash: leafHash(canonical), rootHash })).toBe(true);
});

it('lets nobody but the operator erase', async () => {
  const erase = (tx: Tx) => eraseAuditValues(tx, world.clinic.patients[1].id);
  await expect(asOwner(admin(), erase)).rejects.toMatchObject({ code: 'forbidden' });
  await expectMissingRight(world.db.app.withActor(admin(), erase));
});

async function asOwner<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const owner = await createDatabase({ url: world.db.ownerUrl, poolSize: 1, allowOwner: true });
  try {
    return await owner.withActor(actor, work);
  } finally {
    await owner.close();
  }
}

it('tells an empty anchor file from none', async () => {
  await rm(world.anchorFile);
  expect(await world.verify()).toMatchObject({ ok: true, anchoredSize: 0 });
});
