import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { anonymousActor } from '../../../domain/actor.js';
import type { Tx } from '../../../prisma/actor.js';
import {
  openAuthSession,
  recordSignIn,
  reserveSignIn,
  resolveChat,
  revokeFamily,
  rotateRefresh,
  tokenSubject,
} from '../../../prisma/stores/auth-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectMissingRight } from './missing-right.js';

let db: TestDatabase;
let clinic: TestClinic;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

const anonymously = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.app.withActor(anonymousActor('test'), fn);
const keys = (email: string, sourceHash = 'source') => ({ email, emailHash: `hash of ${email}`, sourceHash });

describe('signing in', () => {
  it('finds an account by its address in any case, as ANONYMOUS only', async () => {
    const found = await anonymously((tx) => reserveSignIn(tx, keys(clinic.admin.email.toUpperCase())));
    expect(found).toMatchObject({
      account: { userId: clinic.admin.userId, role: 'ADMIN', status: 'ACTIVE', version: 1 },
      lockedUntil: null,
    });
    expect(found.account?.passwordHash).toMatch(/^\$argon2id\$/);
    expect((await anonymously((tx) => reserveSignIn(tx, keys('nobody@clinic.example')))).account).toBeNull();
    const admin = actorOf('ADMIN', clinic.admin.userId);
    await expect(db.app.withActor(admin, (tx) => reserveSignIn(tx, keys('x@y.zz')))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expectMissingRight(db.app.withActor(admin, (tx) => tx.credential.findMany()));
  });

  it.each(['known', 'unknown'])(
    'locks a %s address for its source after too many failures, and nobody else',
    async (kind) => {
      const email = kind === 'known' ? clinic.secretary.email : 'ghost@clinic.example';
      const userId = kind === 'known' ? clinic.secretary.userId : null;
      const { emailHash } = keys(email);
      const attempt = (ok: boolean, sourceHash = 'source') =>
        anonymously((tx) => recordSignIn(tx, { ok, userId, emailHash, sourceHash }));
      for (let failure = 1; failure < 10; failure += 1) expect((await attempt(false)).lockedUntil).toBeNull();
      const tenth = await attempt(false);
      expect(Date.parse(tenth.lockedUntil ?? '')).toBeGreaterThan(Date.now() + 14 * 60_000);
      expect((await anonymously((tx) => reserveSignIn(tx, keys(email)))).lockedUntil).toBe(tenth.lockedUntil);
      expect((await anonymously((tx) => reserveSignIn(tx, keys(email, 'elsewhere')))).lockedUntil).toBeNull();
      await attempt(true, 'elsewhere');
      expect((await anonymously((tx) => reserveSignIn(tx, keys(email)))).lockedUntil).toBeNull();
    },
  );

  it('is audited with the account, and without the address', async () => {
    const rows = await db.app.withActor(actorOf('ADMIN', clinic.admin.userId), (tx) =>
      tx.auditEntry.findMany({
        where: {
          entity: 'auth',
          entityId: clinic.secretary.userId,
          action: { in: ['sign_in_failed', 'locked', 'sign_in'] },
        },
      }),
    );
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['sign_in_failed', 'locked', 'sign_in']));
    expect(rows.every(({ actorRole, actorId }) => actorRole === 'ANONYMOUS' && actorId === null)).toBe(true);
  });
});

describe('refresh families', () => {
  const open = async (): Promise<string> => {
    const sid = randomUUID();
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { userId, email } = clinic.admin;
    const opened = await anonymously(async (tx) => {
      const { account } = await reserveSignIn(tx, keys(email, randomUUID()));
      const passwordHash = account?.passwordHash ?? '';
      return openAuthSession(tx, { sid, userId, passwordHash, refreshHash: 'one', expiresAt });
    });
    expect(opened).toBe(true);
    return sid;
  };
  const rotate = (sid: string, refreshHash: string, nextRefreshHash: string) =>
    anonymously((tx) => rotateRefresh(tx, { sid, refreshHash, nextRefreshHash }));

  it('rotate, and end when a used token comes back', async () => {
    const sid = await open();
    expect(await rotate(sid, 'one', 'two')).toMatchObject({
      state: 'ROTATED',
      userId: clinic.admin.userId,
      role: 'ADMIN',
    });
    expect(await rotate(sid, 'one', 'three')).toEqual({ state: 'REUSED' });
    expect(await rotate(sid, 'two', 'four')).toEqual({ state: 'ENDED' });
    expect(await anonymously((tx) => tokenSubject(tx, clinic.admin.userId, sid))).toMatchObject({
      sessionRevoked: true,
    });
  });

  it('let one of two rotations at once pass', async () => {
    const sid = await open();
    const states = (await Promise.all([rotate(sid, 'one', 'a'), rotate(sid, 'one', 'b')])).map(({ state }) => state);
    expect(states.sort()).toEqual(['REUSED', 'ROTATED']);
  });

  it('end by logout and with the account', async () => {
    const sid = await open();
    expect(await anonymously((tx) => tokenSubject(tx, clinic.admin.userId, sid))).toEqual({
      status: 'ACTIVE',
      role: 'ADMIN',
      version: 1,
      sessionRevoked: false,
    });
    expect(await anonymously((tx) => revokeFamily(tx, { sid, reason: 'logout' }))).toEqual({ revoked: true });
    expect(await anonymously((tx) => revokeFamily(tx, { sid, reason: 'logout' }))).toEqual({ revoked: false });
    const other = await open();
    const superuser = new pg.Client({ connectionString: db.superuserUrl });
    await superuser.connect();
    await superuser.query("UPDATE users SET status = 'DISABLED' WHERE id = $1", [clinic.admin.userId]);
    expect(await rotate(other, 'one', 'two')).toEqual({ state: 'ENDED' });
    await superuser.query("UPDATE users SET status = 'ACTIVE' WHERE id = $1", [clinic.admin.userId]);
    await superuser.end();
  });

  it('are unknown for people who do not exist', async () => {
    expect(await anonymously((tx) => tokenSubject(tx, randomUUID(), null))).toBeNull();
  });
});

it('resolves a linked Slack user to the person', async () => {
  const [doctor] = clinic.doctors;
  const found = await anonymously((tx) => resolveChat(tx, { channel: 'SLACK', subject: doctor.slackUserId }));
  expect(found).toEqual({
    userId: doctor.userId,
    role: 'DOCTOR',
    version: 1,
    status: 'ACTIVE',
    doctorId: doctor.id,
    patientId: null,
    linkId: expect.any(String),
  });
  expect(await anonymously((tx) => resolveChat(tx, { channel: 'SLACK', subject: 'UNOBODY' }))).toBeNull();
});
