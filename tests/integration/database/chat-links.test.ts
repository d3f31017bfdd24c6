import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { anonymousActor, systemActor, type Actor } from '../../../domain/actor.js';
import type { Tx } from '../../../prisma/actor.js';
import { resolveChat, tokenSubject } from '../../../prisma/stores/auth-store.js';
import {
  createLinkCode,
  linkChat,
  removeChatLink,
  type Limited,
  type Linked,
} from '../../../prisma/stores/chat-link-store.js';
import { deliveryContext } from '../../../prisma/stores/delivery-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, createSlots } from './commands.js';
import { expectMissingRight } from './missing-right.js';

let db: TestDatabase;
let clinic: TestClinic;
let superuser: pg.Client;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  superuser = new pg.Client({ connectionString: db.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await db[Symbol.asyncDispose]();
});
beforeEach(() => superuser.query('DELETE FROM chat_link_codes'));

const anonymously = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> =>
  db.app.withActor(anonymousActor('test', 'SLACK'), fn);
const doctor = (): Actor => actorOf('DOCTOR', clinic.doctors[0].userId);
const desk = (): Actor => actorOf('SECRETARY', clinic.secretary.userId);
const newSubject = (): string => `U${randomUUID()}`;

async function codeFor(person: Actor): Promise<string> {
  const codeHash = `hash ${randomUUID()}`;
  const made = await create(person, codeHash);
  expect(made.state).toBe('CREATED');
  return codeHash;
}
const create = (person: Actor, codeHash: string = randomUUID()) =>
  db.app.withActor(person, (tx) => createLinkCode(tx, { id: randomUUID(), channel: 'SLACK', codeHash }));
const redeem = (subject: string, codeHash: string) =>
  anonymously((tx) => linkChat(tx, { channel: 'SLACK', subject, subjectHash: `hash of ${subject}`, codeHash }));
const link = async (person: Actor, subject: string): Promise<Linked> => {
  const result = await redeem(subject, await codeFor(person));
  if (result.state !== 'LINKED') throw new Error(`not linked: ${result.state}`);
  return result;
};
const ownerOf = (subject: string) => anonymously((tx) => resolveChat(tx, { channel: 'SLACK', subject }));
const standing = async (userId: string, linkId: string) =>
  (await anonymously((tx) => tokenSubject(tx, userId, null, linkId)))?.sessionRevoked;
const remove = (person: Actor, linkId: string) => db.app.withActor(person, (tx) => removeChatLink(tx, { linkId }));

describe('a link code', () => {
  it('lives ten minutes and links once', async () => {
    const codeHash = randomUUID();
    const made = await create(doctor(), codeHash);
    if (made.state !== 'CREATED') throw new Error('no code');
    expect(Math.abs(Date.parse(made.expiresAt) - Date.now() - 600_000)).toBeLessThan(5_000);
    const subject = newSubject();
    expect(await redeem(subject, codeHash)).toMatchObject({
      state: 'LINKED',
      link: { channel: 'SLACK', subject },
      fullName: clinic.doctors[0].fullName,
      endedLinkId: null,
    });
    expect(await ownerOf(subject)).toMatchObject({ userId: clinic.doctors[0].userId });
    expect(await redeem(newSubject(), codeHash)).toEqual({ state: 'WRONG' });
  });

  it('links one of two who type it at once', async () => {
    const codeHash = await codeFor(doctor());
    const results = await Promise.all([redeem(newSubject(), codeHash), redeem(newSubject(), codeHash)]);
    expect(results.map(({ state }) => state).sort()).toEqual(['LINKED', 'WRONG']);
  });

  it('is nothing once it expired, or a newer one was made', async () => {
    const old = await codeFor(doctor());
    const newer = await codeFor(doctor());
    expect(await redeem(newSubject(), old)).toEqual({ state: 'WRONG' });
    await superuser.query("UPDATE chat_link_codes SET expires_at = now() - interval '1 second'");
    expect(await redeem(newSubject(), newer)).toEqual({ state: 'WRONG' });
  });

  it('leaves one open code of two that are made at once', async () => {
    await Promise.all([create(doctor()), create(doctor())]);
    const { rows } = await superuser.query('SELECT 1 FROM chat_link_codes WHERE replaced_at IS NULL');
    expect(rows).toHaveLength(1);
  });

  it('is made ten times an hour by one person, also at once', async () => {
    const results = await Promise.all(Array.from({ length: 12 }, () => create(doctor())));
    const limited = results.filter((result): result is Limited => result.state === 'LIMITED');
    expect(limited).toHaveLength(2);
    for (const { retryAfterSeconds } of limited) expect(retryAfterSeconds).toBeGreaterThan(3_590);
    expect((await create(desk())).state).toBe('CREATED');
    await superuser.query("UPDATE chat_link_codes SET created_at = created_at - interval '1 hour'");
    expect((await create(doctor())).state).toBe('CREATED');
  });

  it('is for people who are there themselves', async () => {
    const others: Actor[] = [
      anonymousActor('test'),
      systemActor('test'),
      { ...doctor(), channel: 'SLACK' },
      actorOf('DOCTOR', clinic.secretary.userId),
      actorOf('PATIENT', clinic.patients[1].id, 'SMS'),
    ];
    for (const actor of others) await expect(create(actor)).rejects.toMatchObject({ code: 'forbidden' });
    const asDoctor = db.app.withActor(doctor(), (tx) =>
      linkChat(tx, { channel: 'SLACK', subject: 'U', subjectHash: 'h', codeHash: 'h' }),
    );
    await expect(asDoctor).rejects.toMatchObject({ code: 'forbidden' });
    await expectMissingRight(db.worker.withActor(doctor(), (tx) => tx.chatLinkCode.findMany()));
    await expectMissingRight(db.app.withActor(doctor(), (tx) => tx.chatLinkFailure.findMany()));
  });
});

describe('wrong codes', () => {
  it('block the one who types them for a while, also at once, with a right code too, and nobody else', async () => {
    const subject = newSubject();
    const results = await Promise.all(Array.from({ length: 13 }, () => redeem(subject, 'wrong')));
    expect(results.filter(({ state }) => state === 'WRONG')).toHaveLength(10);
    const codeHash = await codeFor(doctor());
    const refused = await redeem(subject, codeHash);
    expect(refused).toMatchObject({ state: 'LIMITED' });
    expect((refused as Limited).retryAfterSeconds).toBeGreaterThan(590);
    const age = "UPDATE chat_link_failures SET at = at - interval '10 minutes' WHERE subject_hash = $1";
    await superuser.query(age, [`hash of ${subject}`]);
    expect((await redeem(subject, codeHash)).state).toBe('LINKED');
    expect((await redeem(newSubject(), await codeFor(doctor()))).state).toBe('LINKED');
  });
});

describe('a linked identity', () => {
  it('stays as it is when the same person links it again', async () => {
    const subject = newSubject();
    const first = await link(doctor(), subject);
    expect(await link(doctor(), subject)).toEqual(first);
  });

  it('moves over to the next person, and the tokens of the one before end', async () => {
    const subject = newSubject();
    const before = await link(doctor(), subject);
    const after = await link(desk(), subject);
    expect(after.endedLinkId).toBe(before.link.id);
    expect(await ownerOf(subject)).toMatchObject({ userId: clinic.secretary.userId, linkId: after.link.id });
    expect(await standing(clinic.doctors[0].userId, before.link.id)).toBe(true);
    expect(await standing(clinic.secretary.userId, after.link.id)).toBe(false);
  });

  it('is one person’s after two linked it at once', async () => {
    const subject = newSubject();
    const codes = [await codeFor(doctor()), await codeFor(desk())];
    const results = await Promise.all(codes.map((codeHash) => redeem(subject, codeHash)));
    expect(results.map(({ state }) => state)).toEqual(['LINKED', 'LINKED']);
    const { rows } = await superuser.query('SELECT 1 FROM chat_identities WHERE subject = $1 AND revoked_at IS NULL', [
      subject,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('is not given to a disabled account', async () => {
    const codeHash = await codeFor(desk());
    const status = 'UPDATE users SET status = $2 WHERE id = $1';
    await superuser.query(status, [clinic.secretary.userId, 'DISABLED']);
    const subject = newSubject();
    expect(await redeem(subject, codeHash)).toEqual({ state: 'DISABLED' });
    await superuser.query(status, [clinic.secretary.userId, 'ACTIVE']);
    expect(await ownerOf(subject)).toBeNull();
  });

  it('is where a doctor’s cards go, the newest of several', async () => {
    const subject = newSubject();
    await link(doctor(), subject);
    const sessionId = await book(db.worker, clinic, createSlots(30)());
    const context = await db.worker.withActor(systemActor('test'), async (tx) => {
      const card = await tx.notification.findFirstOrThrow({ where: { sessionId, channel: 'SLACK' } });
      return deliveryContext(tx, card.id);
    });
    expect(context?.addressee?.slackUserId).toBe(subject);
  });
});

describe('the end of a link', () => {
  it('is its person’s to declare, or an admin’s, and ends its tokens at once; again it changes nothing', async () => {
    const subject = newSubject();
    const { link: made } = await link(doctor(), subject);
    const { userId } = clinic.doctors[0];
    expect(await standing(userId, made.id)).toBe(false);
    expect(await remove(desk(), made.id)).toEqual({ found: false });
    expect(await remove(desk(), randomUUID())).toEqual({ found: false });
    await expect(remove({ ...doctor(), channel: 'SLACK' }, made.id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await standing(userId, made.id)).toBe(false);
    expect(await remove(doctor(), made.id)).toEqual({ found: true });
    expect(await ownerOf(subject)).toBeNull();
    expect(await standing(userId, made.id)).toBe(true);
    const ended = 'SELECT revoked_at FROM chat_identities WHERE id = $1';
    const { rows } = await superuser.query(ended, [made.id]);
    expect(await remove(doctor(), made.id)).toEqual({ found: true });
    expect((await superuser.query(ended, [made.id])).rows).toEqual(rows);
    const other = await link(doctor(), subject);
    expect(await remove(actorOf('ADMIN', clinic.admin.userId), other.link.id)).toEqual({ found: true });
    expect(await ownerOf(subject)).toBeNull();
  });
});

it('is audited, code and link alike, without the code’s hash or the identity', async () => {
  const subject = newSubject();
  const codeHash = await codeFor(desk());
  await redeem(subject, codeHash);
  await link(doctor(), subject);
  const entries = await db.app.withActor(actorOf('ADMIN', clinic.admin.userId), (tx) =>
    tx.auditEntry.findMany({
      where: { entity: 'auth', entityId: clinic.secretary.userId },
      orderBy: { id: 'desc' },
      take: 4,
    }),
  );
  expect(entries.reverse()).toMatchObject([
    { action: 'create', actorRole: 'SECRETARY', after: { channel: 'SLACK', used_at: null } },
    { action: 'update', actorRole: 'ANONYMOUS', channel: 'SLACK', after: { used_at: expect.any(String) } },
    {
      action: 'create',
      actorRole: 'ANONYMOUS',
      channel: 'SLACK',
      after: { subject: expect.stringMatching(/^sha256:/) },
    },
    { action: 'update', actorRole: 'ANONYMOUS', after: { revoked_at: expect.any(String) } },
  ]);
  const shown = JSON.stringify(entries, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  for (const secret of [subject, codeHash, 'code_hash']) expect(shown).not.toContain(secret);
});
