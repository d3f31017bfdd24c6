import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSmtpMail } from '../../../activities/adapters/smtp-mail.js';
import { createAccountMailActivities } from '../../../activities/account-mail.js';
import { anonymousActor } from '../../../domain/actor.js';
import { accountToken, hashAccountToken } from '../../../platform/account-tokens.js';
import {
  registerPatient,
  requestPasswordReset,
  resetPassword,
  verifyEmail,
  type NewToken,
} from '../../../prisma/stores/account-store.js';
import { openSmtpSink } from '../../support/smtp-sink.js';
import { connected } from '../database/connected.js';
import { createActivityWorld, TEST_ACCOUNT_TOKEN_KEY, type ActivityWorld } from './world.js';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

const anybody = anonymousActor('test');

function newToken(): NewToken & { token: string } {
  const tokenId = randomUUID();
  const token = accountToken(TEST_ACCOUNT_TOKEN_KEY, tokenId);
  return { tokenId, token, tokenHash: hashAccountToken(token), mailId: randomUUID() };
}

async function registered(): Promise<NewToken & { token: string; email: string }> {
  const { token, ...ids } = newToken();
  const email = `nina-${ids.mailId.slice(0, 8)}@example.org`;
  const person = { userId: randomUUID(), email, fullName: 'Nina Novak', passwordHash: 'hash' };
  const command = { ...ids, ...person, phone: null, timeZone: null, language: 'es' };
  await world.db.app.withActor(anybody, (tx) => registerPatient(tx, command));
  return { ...ids, token, email };
}

async function forgotten(email: string): Promise<NewToken & { token: string }> {
  const { token, ...command } = newToken();
  await world.db.app.withActor(anybody, (tx) => requestPasswordReset(tx, { ...command, email }));
  return { ...command, token };
}

/** The row as it is; neither login may read the table. */
async function rowOf(mailId: string): Promise<unknown> {
  await using superuser = await connected(world.db.superuserUrl);
  const sql =
    'SELECT status, message_id, error_code, attempts, sent_at IS NOT NULL AS sent FROM account_mails WHERE id = $1';
  return (await superuser.client.query(sql, [mailId])).rows[0];
}

describe('a mail about an account', () => {
  test('brings the token that the database knows by its hash only, in the person’s language', async () => {
    const { mailId, token, email } = await registered();
    await world.activities.sendAccountMail(mailId);
    expect(world.providers.mails).toHaveLength(1);
    const [mail] = world.providers.mails;
    expect(mail).toMatchObject({ messageId: `<${mailId}@clinic.example>`, to: email, calendar: null });
    expect(mail?.text).toContain(`https://clinic.example/verify-email#token=${token}\n`);
    expect(mail?.text).toMatch(/^Hola, Nina Novak:/);
    expect(await rowOf(mailId)).toEqual({
      status: 'SENT',
      message_id: `<${mailId}@clinic.example>`,
      error_code: null,
      attempts: 1,
      sent: true,
    });
    const proof = { tokenHash: hashAccountToken(token), checkedHash: null };
    expect(await world.db.app.withActor(anybody, (tx) => verifyEmail(tx, proof))).toMatchObject({ role: 'PATIENT' });
  });

  test('that has left is not sent again, and an unknown one is nothing', async () => {
    const { mailId } = await registered();
    await world.activities.sendAccountMail(mailId);
    await world.activities.sendAccountMail(mailId);
    await world.activities.abandonAccountMail(mailId);
    await world.activities.sendAccountMail(randomUUID());
    expect(world.providers.mails).toHaveLength(1);
    expect(await rowOf(mailId)).toMatchObject({ status: 'SENT', error_code: null });
  });

  test('whose acceptance was not heard of is sent again under the same Message-ID', async () => {
    const { mailId } = await registered();
    world.providers.trouble = 'LOST_ANSWER';
    await expect(world.activities.sendAccountMail(mailId)).rejects.toThrow('socket hang up');
    expect(await rowOf(mailId)).toMatchObject({ status: 'QUEUED', attempts: 1 });
    world.providers.trouble = null;
    await world.activities.sendAccountMail(mailId);
    expect(await rowOf(mailId)).toMatchObject({ status: 'SENT', attempts: 2 });
    expect(world.providers.mails.map(({ messageId }) => messageId)).toEqual(
      Array(2).fill(`<${mailId}@clinic.example>`),
    );
  });

  test('that the mail server refuses for good is not tried again', async () => {
    const { mailId } = await registered();
    world.providers.trouble = 'REFUSED';
    await world.activities.sendAccountMail(mailId);
    expect(await rowOf(mailId)).toMatchObject({ status: 'FAILED', error_code: '550', sent: false });
  });

  test('is marked as failed when it is given up', async () => {
    const { mailId } = await registered();
    await world.activities.abandonAccountMail(mailId);
    expect(await rowOf(mailId)).toMatchObject({ status: 'FAILED', error_code: 'given_up' });
  });

  test('with a link that opens nothing any more is not sent, and the newer one is', async () => {
    const { email } = await registered();
    const older = await forgotten(email);
    const newer = await forgotten(email);
    await world.activities.sendAccountMail(older.mailId);
    await world.activities.sendAccountMail(newer.mailId);
    expect(await rowOf(older.mailId)).toMatchObject({ status: 'SUPPRESSED', error_code: 'token_over', attempts: 0 });
    expect(world.providers.mails).toHaveLength(1);
    expect(world.providers.mails[0]?.text).toContain(`/reset-password#token=${newer.token}\n`);
  });

  test('about a changed password carries no link', async () => {
    const { email } = await registered();
    const { tokenHash } = await forgotten(email);
    const mailId = randomUUID();
    const command = { tokenHash, passwordHash: 'new', emailHash: 'h', mailId };
    await world.db.app.withActor(anybody, (tx) => resetPassword(tx, command));
    await world.activities.sendAccountMail(mailId);
    expect(world.providers.mails[0]).toMatchObject({ to: email });
    expect(world.providers.mails[0]?.subject).toContain('Su contraseña ha cambiado');
    expect(world.providers.mails[0]?.html).not.toContain('href');
  });
});

test('reconciling hands out what is queued, in batches, and nothing that is settled', async () => {
  const waiting = [await registered(), await registered()].map(({ mailId }) => mailId);
  const settled = await registered();
  await world.activities.sendAccountMail(settled.mailId);
  let after: string | null = null;
  do after = await world.activities.resumeAccountMails(after);
  while (after !== null);
  expect(world.startedMails.sort()).toEqual(waiting.sort());
});

test('over SMTP it arrives once, as text and as HTML', async () => {
  await using sink = await openSmtpSink();
  const { mailId, token, email } = await registered();
  const { sendAccountMail } = createAccountMailActivities({
    db: world.db.worker,
    mail: createSmtpMail({
      smtpHost: '127.0.0.1',
      smtpPort: sink.port,
      smtpSecure: false,
      mailFrom: 'Test Clinic <desk@clinic.example>',
    }),
    sms: { send: () => Promise.reject(new Error('no text')), find: () => Promise.resolve(null) },
    mailDomain: 'clinic.example',
    accountTokenKey: TEST_ACCOUNT_TOKEN_KEY,
    webPublicUrl: 'https://clinic.example/',
    now: () => new Date(),
  });
  await sendAccountMail(mailId);
  await sendAccountMail(mailId);
  expect(sink.mails).toHaveLength(1);
  const [mail] = sink.mails;
  expect(mail?.to).toEqual([email]);
  expect(mail?.source).toContain(`Message-ID: <${mailId}@clinic.example>\n`);
  expect(mail?.source).toContain('Content-Type: multipart/alternative');
  expect(mail?.source).toContain(`https://clinic.example/verify-email#token=${token}\n`);
  expect(mail?.source).toContain(`<a href="https://clinic.example/verify-email#token=${token}"`);
});
