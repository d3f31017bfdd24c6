import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { anonymousActor, systemActor, type Actor } from '../../../domain/actor.js';
import type { Tx } from '../../../prisma/actor.js';
import { createDatabase } from '../../../prisma/client.js';
import {
  accountMailContext,
  beginAccountMail,
  queuedAccountMails,
  settleAccountMail,
} from '../../../prisma/stores/account-mail-store.js';
import {
  admitAccountRequest,
  createUser,
  registerPatient,
  requestPasswordReset,
  resetPassword,
  unlockUser,
  updateMe,
  updateUser,
  verifyEmail,
  type NewToken,
} from '../../../prisma/stores/account-store.js';
import { openAuthSession } from '../../../prisma/stores/auth-store.js';
import { createLinkCode, linkChat } from '../../../prisma/stores/chat-link-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
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

const anonymously = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.app.withActor(anonymousActor('test'), fn);
const asSystem = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.worker.withActor(systemActor('test'), fn);
const newToken = (): NewToken => ({ tokenId: randomUUID(), tokenHash: randomUUID(), mailId: randomUUID() });
const sql = async (text: string, values: unknown[] = []): Promise<unknown[]> =>
  (await superuser.query(text, values)).rows as unknown[];

async function registered(token = newToken()) {
  const userId = randomUUID();
  const email = `${userId}@mail.example`;
  const person = {
    userId,
    email,
    fullName: 'Ines Duarte',
    passwordHash: 'hash',
    phone: null,
    timeZone: null,
    language: 'es',
  };
  expect(await anonymously((tx) => registerPatient(tx, { ...person, ...token }))).toEqual({ outcome: 'CREATED' });
  return { userId, email, ...token };
}

describe('mails about accounts', () => {
  it('have what their text needs, are counted, and settle once', async () => {
    const { userId, email, tokenId, mailId } = await registered();
    const context = await asSystem((tx) => accountMailContext(tx, mailId));
    expect(context).toEqual({
      mail: {
        id: mailId,
        kind: 'VERIFY_EMAIL',
        status: 'QUEUED',
        address: email,
        attempts: 0,
        createdAt: expect.any(String),
        optedOut: false,
      },
      code: null,
      user: { id: userId, fullName: 'Ines Duarte', email, language: 'es', role: 'PATIENT' },
      token: { id: tokenId, expiresAt: expect.stringMatching(/^\d{4}-.*Z$/) },
      clinic: { name: 'Elm Street Clinic', timeZone: 'Europe/Berlin' },
    });
    expect(await asSystem((tx) => beginAccountMail(tx, mailId))).toEqual({ attempts: 1, body: null });
    expect(await asSystem((tx) => beginAccountMail(tx, mailId))).toEqual({ attempts: 2, body: null });
    const outcome = { mailId, status: 'SENT', messageId: '<m@clinic>', errorCode: null } as const;
    await asSystem((tx) => settleAccountMail(tx, outcome));
    await asSystem((tx) => settleAccountMail(tx, { ...outcome, status: 'FAILED', errorCode: '550' }));
    expect(
      await sql('SELECT status, message_id, error_code, sent_at IS NOT NULL AS sent FROM account_mails WHERE id = $1', [
        mailId,
      ]),
    ).toEqual([{ status: 'SENT', message_id: '<m@clinic>', error_code: null, sent: true }]);
    expect(await asSystem((tx) => accountMailContext(tx, randomUUID()))).toBeNull();
    await expect(asSystem((tx) => beginAccountMail(tx, randomUUID()))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('carry no token that is good no more', async () => {
    const { mailId, tokenHash } = await registered();
    expect(await anonymously((tx) => verifyEmail(tx, { tokenHash, checkedHash: null }))).toMatchObject({
      role: 'PATIENT',
    });
    expect(await asSystem((tx) => accountMailContext(tx, mailId))).toMatchObject({ token: null });
  });

  it('are listed while they wait, page by page', async () => {
    await sql("UPDATE account_mails SET status = 'SENT'");
    const ids = [(await registered()).mailId, (await registered()).mailId].sort();
    expect(await asSystem((tx) => queuedAccountMails(tx, null))).toEqual(ids);
    expect(await asSystem((tx) => queuedAccountMails(tx, ids[0] ?? null))).toEqual([ids[1]]);
    expect(await asSystem((tx) => queuedAccountMails(tx, ids[1] ?? null))).toEqual([]);
  });

  it('are the worker’s business alone', async () => {
    await expectMissingRight(db.app.withActor(systemActor('test'), (tx) => queuedAccountMails(tx, null)));
    const admin = actorOf('ADMIN', clinic.admin.userId);
    await expect(db.worker.withActor(admin, (tx) => queuedAccountMails(tx, null))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('tokens', () => {
  it('leave one that is good when two are asked for at the same moment', async () => {
    const { email, userId } = await registered();
    await Promise.all(
      [newToken(), newToken(), newToken()].map((token) =>
        anonymously((tx) => requestPasswordReset(tx, { email, ...token })),
      ),
    );
    const good = "SELECT 1 FROM account_tokens WHERE user_id = $1 AND purpose = 'RESET_PASSWORD' AND used_at IS NULL";
    expect(await sql(good, [userId])).toHaveLength(1);
  });

  it('let one of two uses win, whatever it is used for', async () => {
    const { email } = await registered();
    const token = newToken();
    await anonymously((tx) => requestPasswordReset(tx, { email, ...token }));
    const use = (passwordHash: string) =>
      anonymously((tx) =>
        resetPassword(tx, { tokenHash: token.tokenHash, passwordHash, emailHash: 'e', mailId: randomUUID() }),
      );
    const uses = await Promise.all(['a', 'b', 'c'].map(use));
    expect(uses.filter((result) => result !== null)).toHaveLength(1);
  });
});

describe('a reset', () => {
  it('leaves no chat linked by a code that is typed at the same moment, and waits for none in a circle', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { email, userId } = await registered();
      const token = newToken();
      const codeHash = randomUUID();
      await anonymously((tx) => requestPasswordReset(tx, { email, ...token }));
      const asked = { id: randomUUID(), channel: 'SLACK', codeHash } as const;
      await db.app.withActor(actorOf('PATIENT', userId), (tx) => createLinkCode(tx, asked));
      const reset = { tokenHash: token.tokenHash, passwordHash: 'new', emailHash: 'e', mailId: randomUUID() };
      const typed = { channel: 'SLACK', subject: `U${round}`, subjectHash: randomUUID(), codeHash } as const;
      const again = { id: randomUUID(), channel: 'SLACK', codeHash: randomUUID() } as const;
      await Promise.all([
        anonymously((tx) => linkChat(tx, typed)),
        db.app.withActor(actorOf('PATIENT', userId), (tx) => createLinkCode(tx, again)),
        anonymously((tx) => resetPassword(tx, reset)),
      ]);
      const alive = 'SELECT 1 FROM chat_identities WHERE user_id = $1 AND revoked_at IS NULL';
      expect(await sql(alive, [userId])).toEqual([]);
    }
  });
});

describe('requests', () => {
  it('of one source at the same moment are let through up to the limit', async () => {
    await sql('UPDATE policy SET sign_ups_per_source_per_hour = 3');
    const ask = () =>
      anonymously((tx) =>
        admitAccountRequest(tx, { kind: 'REGISTER', emailHash: randomUUID(), sourceHash: 'one source' }),
      );
    const answers = await Promise.all(Array.from({ length: 9 }, ask));
    expect(answers.filter(({ admitted }) => admitted)).toHaveLength(3);
    const limited = answers.find(({ admitted }) => !admitted);
    expect(limited?.retryAfterSeconds).toBeGreaterThan(3_590);
    expect(limited?.retryAfterSeconds).toBeLessThanOrEqual(3_600);
    await sql('UPDATE policy SET sign_ups_per_source_per_hour = 20');
  });
});

describe('a family of refresh tokens', () => {
  it('opens by the password that was checked only while it is the password', async () => {
    const { userId } = await registered();
    const open = (passwordHash: string) =>
      anonymously((tx) =>
        openAuthSession(tx, {
          sid: randomUUID(),
          userId,
          passwordHash,
          refreshHash: 'r',
          expiresAt: new Date(Date.now() + 9e5).toISOString(),
        }),
      );
    expect(await open('hash')).toBe(true);
    await sql("UPDATE credentials SET password_hash = 'other' WHERE user_id = $1", [userId]);
    expect(await open('hash')).toBe(false);
    await sql("UPDATE users SET status = 'DISABLED' WHERE id = $1", [userId]);
    expect(await open('other')).toBe(false);
  });
});

describe('who may', () => {
  const refused = (actor: Actor, fn: (tx: Tx) => Promise<unknown>) =>
    expect(db.app.withActor(actor, fn)).rejects.toMatchObject({ code: 'forbidden' });

  it('make and change accounts: admins, who are so at that moment', async () => {
    const person = {
      userId: randomUUID(),
      email: 'x@clinic.example',
      fullName: 'X',
      role: 'ADMIN',
      ...newToken(),
    } as const;
    const others = [
      actorOf('SECRETARY', clinic.secretary.userId),
      actorOf('DOCTOR', clinic.doctors[0].userId),
      actorOf('PATIENT', clinic.patients[0].userId),
      actorOf('ADMIN', clinic.secretary.userId),
      anonymousActor('test'),
    ];
    for (const actor of others) {
      await refused(actor, (tx) => createUser(tx, person));
      await refused(actor, (tx) => updateUser(tx, clinic.secretary.userId, { role: 'ADMIN' }));
      await refused(actor, (tx) => unlockUser(tx, { userId: clinic.secretary.userId, emailHash: 'e' }));
    }
    await expectMissingRight(asSystem((tx) => createUser(tx, person)));
  });

  it('sign up and reset: nobody who is known already', async () => {
    const admin = actorOf('ADMIN', clinic.admin.userId);
    await refused(admin, (tx) => verifyEmail(tx, { tokenHash: 'x', checkedHash: null }));
    await refused(admin, (tx) => requestPasswordReset(tx, { email: 'x@y.zz', ...newToken() }));
    await refused(anonymousActor('test'), (tx) => updateMe(tx, { fullName: 'X' }));
    await refused(actorOf('PATIENT', clinic.patients[0].userId, 'SLACK'), (tx) => updateMe(tx, { fullName: 'X' }));
  });

  it('make the first admin: the owner of the tables, without a mail', async () => {
    const owner = await createDatabase({ url: db.ownerUrl, allowOwner: true, poolSize: 1 });
    try {
      const token = newToken();
      const person = { userId: randomUUID(), email: 'first@clinic.example', fullName: 'First', role: 'ADMIN' } as const;
      const make = () =>
        owner.withActor({ id: null, role: 'SYSTEM', channel: 'CLI', requestId: 'cli' }, (tx) =>
          createUser(tx, { ...person, ...token, mailId: null }),
        );
      expect(await make()).toEqual({ outcome: 'CREATED' });
      expect(await make()).toEqual({ outcome: 'EMAIL_TAKEN' });
      expect(await sql('SELECT count(*)::int AS n FROM account_mails WHERE user_id = $1', [person.userId])).toEqual([
        { n: 0 },
      ]);
      const { tokenHash } = token;
      const done = await anonymously((tx) =>
        resetPassword(tx, { tokenHash, passwordHash: 'h', emailHash: 'e', mailId: randomUUID() }),
      );
      expect(done).toEqual({ userId: person.userId, changed: false });
    } finally {
      await owner.close();
    }
  });
});
