import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuditDesk } from '../../../api/audit/desk.js';
import { verifyConsistency, verifyInclusion } from '../../../domain/audit/proofs.js';
import { leafHash } from '../../../domain/audit/merkle.js';
import { parseReceipt, verifyReceipt } from '../../../domain/audit/receipt.js';
import { createTreeHeadReader } from '../../../domain/audit/tree-head.js';
import { startApi, type RunningApi } from '../../support/api-context.js';
import { TEST_PASSWORD } from '../../support/clinic.js';
import { createFakeSessionClient } from '../../support/fake-session-client.js';
import { bearer, createCaller, type Caller } from '../api/caller.js';
import { openAuditWorld, type AuditWorld } from './audit-world.js';

let world: AuditWorld;
let api: RunningApi;
let admin: Caller;
let sessionIds: string[];

interface Entry {
  id: string;
  at: string;
  actor: { id: string | null; role: string; name: string | null } | null;
  entity: string;
  entityId: string | null;
  action: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  canonical: string;
  leafIndex: number | null;
}
interface Page {
  items: Entry[];
  nextCursor: string | null;
}
interface Head {
  treeSize: number;
  rootHash: string;
  at: string;
  jws: string;
  anchoredSize: number;
}

beforeAll(async () => {
  world = await openAuditWorld();
  const { db, keyFile, anchorFile } = world;
  api = await startApi({
    db: db.app,
    sessions: createFakeSessionClient(db.worker, () => new Date()),
    inbound: { handle: () => Promise.resolve() },
    audit: createAuditDesk({ databaseUrl: db.appUrl, keyFile, anchorFile }),
  });
  admin = await signIn(world.clinic.admin.email);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

async function signIn(email: string): Promise<Caller> {
  const nobody = createCaller(api.origin, {});
  const answer = await nobody.post('/auth/login', { email, password: TEST_PASSWORD });
  expect(answer.status).toBe(200);
  return bearer(api.origin, String(answer.body['accessToken']));
}
const list = async (query = ''): Promise<Page> => (await admin.get<Page>(`/audit${query}`)).body;
const hashes = (path: string[]): Buffer[] => path.map((hash) => Buffer.from(hash, 'hex'));

describe('before anything is sealed', () => {
  it('has no head, no proof and nothing wrong', async () => {
    expect((await admin.get('/audit/head')).status).toBe(404);
    const [entry] = (await list('?limit=1')).items;
    expect(entry?.leafIndex).toBeNull();
    expect((await admin.get(`/audit/${entry?.id}/proof`)).status).toBe(404);
    expect((await admin.get('/audit/verify')).body).toEqual({
      ok: true,
      checkedSize: 0,
      anchoredSize: 0,
      problems: [],
    });
  });
});

describe('GET /audit', () => {
  beforeAll(async () => {
    sessionIds = await world.book(4);
    await world.sealAll();
  });

  it('is a read itself, recorded before it is answered', async () => {
    await list('?entity=room');
    const [last] = (await list('?limit=1&entity=audit&action=read')).items;
    expect(last).toMatchObject({
      actor: { id: world.clinic.admin.userId, role: 'ADMIN' },
      after: { filter: { entities: ['audit'] } },
    });
  });

  it('pages through everything, newest first, without a gap', async () => {
    const { rows } = await world.superuser.query<{ id: string }>(
      'SELECT e.id::text FROM audit_entries e ORDER BY e.id DESC',
    );
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await list(`?limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    // Each question is recorded, so that the first page has one more at its top.
    expect(seen.slice(1)).toEqual(rows.map(({ id }) => id));
    expect((await admin.get('/audit?cursor=nonsense')).status).toBe(422);
  });

  it('filters by person, object, action and time', async () => {
    const [sessionId] = sessionIds;
    const ofSession = await list(`?entity=session&entityId=${sessionId}`);
    expect(ofSession.items.map(({ action }) => action)).toEqual(['status', 'create']);
    const [approved, created] = ofSession.items;
    expect(approved).toMatchObject({ before: { status: 'PENDING' }, after: { status: 'APPROVED' } });
    // The value itself, as long as it is there.
    expect(created?.after).toMatchObject({ visit_reason: 'knee' });
    expect(created?.canonical).not.toContain('knee');
    const byDoctor = await list(`?actorId=${world.clinic.doctors[0].userId}&action=status,create`);
    expect(byDoctor.items).toHaveLength(4);
    expect(byDoctor.items[0]?.actor?.name).toBeTruthy();
    const at = encodeURIComponent(approved?.at ?? '');
    const since = await list(`?entity=session&from=${at}`);
    expect(since.items.map(({ entityId }) => entityId)).toEqual(
      sessionIds.flatMap((id) => (id === sessionId ? [id] : [id, id])).toReversed(),
    );
    expect((await list(`?entity=session&entityId=${sessionId}&to=${at}`)).items.map(({ action }) => action)).toEqual([
      'create',
    ]);
    expect((await admin.get(`/audit?from=${at}&to=${at}`)).status).toBe(422);
    expect((await admin.get('/audit?entity=nothing')).status).toBe(422);
  });

  it('names nobody where nobody was signed in', async () => {
    await createCaller(api.origin, {}).post('/auth/login', {
      email: world.clinic.admin.email,
      password: 'wrong-Password-1',
    });
    const [failed] = (await list('?action=sign_in_failed')).items;
    expect(failed).toMatchObject({ actor: null, entity: 'auth', entityId: world.clinic.admin.userId });
  });

  it('is an admin’s', async () => {
    const secretary = await signIn(world.clinic.secretary.email);
    for (const path of ['/audit', '/audit/head', '/audit/verify', '/audit/1/proof', '/audit/consistency?from=0&to=1']) {
      expect((await secretary.get(path)).status).toBe(403);
    }
  });
});

describe('proofs', () => {
  it('lead from an entry to the signed head', async () => {
    const head = (await admin.get<Head>('/audit/head')).body;
    const read = await createTreeHeadReader({ keys: await world.keys.published() });
    expect(await read(head.jws)).toEqual({ head: { treeSize: head.treeSize, rootHash: head.rootHash, at: head.at } });
    expect(head.anchoredSize).toBe(head.treeSize);
    const jwks = (await createCaller(api.origin, {}).get<{ keys: { kid: string }[] }>('/.well-known/jwks.json')).body;
    expect(jwks.keys.map(({ kid }) => kid)).toContain((await world.keys.published())[0]?.kid);
    const [entry] = (await list(`?entity=session&entityId=${sessionIds[0]}`)).items;
    const proof = (
      await admin.get<{ leafIndex: number; treeSize: number; leafHash: string; canonical: string; path: string[] }>(
        `/audit/${entry?.id}/proof`,
      )
    ).body;
    expect(proof).toMatchObject({ leafIndex: entry?.leafIndex, treeSize: head.treeSize, canonical: entry?.canonical });
    const leaf = leafHash(proof.canonical);
    expect(leaf.toString('hex')).toBe(proof.leafHash);
    const rootHash = Buffer.from(head.rootHash, 'hex');
    const claim = { leafIndex: proof.leafIndex, treeSize: proof.treeSize, leafHash: leaf, rootHash };
    expect(verifyInclusion({ ...claim, path: hashes(proof.path) })).toBe(true);
  });

  it('lead from any head to the newest one', async () => {
    await world.book(2);
    await world.sealAll();
    const { rows } = await world.superuser.query<{ size: number; root: Buffer }>(
      'SELECT tree_size::int AS size, root_hash AS root FROM audit_heads ORDER BY tree_size',
    );
    const newest = rows.at(-1) as { size: number; root: Buffer };
    expect(rows.length).toBeGreaterThan(1);
    for (const { size: from, root: fromRoot } of rows) {
      const { body } = await admin.get<{ path: string[] }>(`/audit/consistency?from=${from}&to=${newest.size}`);
      const claim = { from, to: newest.size, fromRoot, toRoot: newest.root, path: hashes(body.path) };
      expect(verifyConsistency(claim)).toBe(true);
    }
    expect((await admin.get(`/audit/consistency?from=2&to=1`)).status).toBe(422);
    expect((await admin.get(`/audit/consistency?from=1&to=${newest.size + 1}`)).status).toBe(422);
  });
});

describe('a receipt', () => {
  it('is for whoever may see the session, and proves itself', async () => {
    const path = `/sessions/${sessionIds[0]}/receipt`;
    const read = await createTreeHeadReader({ keys: await world.keys.published() });
    const { patients, doctors, secretary } = world.clinic;
    for (const { email } of [patients[0], doctors[0], secretary, world.clinic.admin]) {
      const answer = await (await signIn(email)).get(path);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ sessionId: sessionIds[0] });
      const receipt = parseReceipt(JSON.stringify(answer.body));
      expect(await verifyReceipt(receipt as NonNullable<typeof receipt>, read)).toMatchObject({
        ok: true,
        proved: 2,
        unsealed: 0,
      });
      expect(JSON.stringify(answer.body)).not.toContain('knee');
    }
    expect((await (await signIn(doctors[1].email)).get(path)).status).toBe(403);
  });
});

describe('GET /audit/verify', () => {
  it('tells how far it is where one does not wait, and the result to whoever asks for the run', async () => {
    const begun = await admin.get<{ run: string; checked: number; total: number }>('/audit/verify?waitSeconds=0');
    expect(begun.status).toBe(202);
    const { status, body } = await admin.get(`/audit/verify?run=${begun.body.run}`);
    expect({ status, body }).toMatchObject({ status: 200, body: { ok: true, problems: [] } });
    // Anybody else's word on a run counts for nothing.
    await world.superuser.query(`UPDATE audit_runs SET result = '{"ok":true}' WHERE id = $1`, [begun.body.run]);
    expect((await admin.get(`/audit/verify?run=${begun.body.run}`)).status).toBe(404);
  });

  it('is 200 also when something is wrong', async () => {
    await world.tamper(
      "UPDATE audit_entries SET canonical = canonical || ' ' WHERE id = (SELECT entry_id FROM audit_leaves WHERE leaf_index = 3)",
    );
    const { status, body } = await admin.get<{ ok: boolean; problems: unknown[] }>('/audit/verify');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: false,
      problems: [{ kind: 'EDITED', leafIndex: 3, entryId: expect.any(String) }],
    });
  });
});
