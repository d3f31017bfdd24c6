import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { smsSize } from '../../../domain/notifications/catalogue/index.js';
import { systemActor } from '../../../domain/actor.js';
import { phoneCode } from '../../../platform/account-tokens.js';
import { purgeExpired } from '../../../prisma/stores/housekeeping-store.js';
import { createPhoneCode } from '../../../prisma/stores/chat-link-store.js';
import { actorOf } from '../../support/clinic.js';
import { connected } from '../database/connected.js';
import { createActivityWorld, TEST_ACCOUNT_TOKEN_KEY, type ActivityWorld } from './world.js';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

const PHONE = '+15557770001';

async function asked(): Promise<{ mailId: string; code: string }> {
  const [id, mailId] = [randomUUID(), randomUUID()];
  const patient = actorOf('PATIENT', world.clinic.patients[0].userId);
  const command = { id, mailId, phone: PHONE, codeHash: `hash of ${id}`, sourceHash: 'source' };
  await world.db.app.withActor(patient, (tx) => createPhoneCode(tx, command));
  return { mailId, code: phoneCode(TEST_ACCOUNT_TOKEN_KEY, id) };
}

async function sql(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  await using superuser = await connected(world.db.superuserUrl);
  return (await superuser.client.query<Record<string, unknown>>(text, values)).rows;
}
const rowOf = async (mailId: string) =>
  (await sql('SELECT status, error_code, attempts, message_id, body FROM account_mails WHERE id = $1', [mailId]))[0];
const expire = () => sql('UPDATE chat_link_codes SET expires_at = now()');
const send = (mailId: string) => world.activities.sendAccountMail(mailId);

describe('a text with a code', () => {
  test('brings the code to the number once, in one segment, and is kept without it', async () => {
    const { mailId, code } = await asked();
    await send(mailId);
    await send(mailId);
    expect(world.providers.texts).toHaveLength(1);
    const [text] = world.providers.texts;
    expect(text?.to).toBe(PHONE);
    expect(text?.body).toContain(`: your code is ${code}, good for 10 minutes.`);
    expect(smsSize(text?.body ?? '')).toMatchObject({ encoding: 'GSM-7', segments: 1 });
    expect(await rowOf(mailId)).toMatchObject({ status: 'SENT', attempts: 1, message_id: text?.providerId });
    expect(JSON.stringify(await rowOf(mailId))).not.toContain(` ${code}`);
  });

  test('whose acceptance was not heard of is not sent again, also when language and clinic are others by then', async () => {
    const { mailId } = await asked();
    world.providers.trouble = 'LOST_ANSWER';
    await expect(send(mailId)).rejects.toThrow('socket hang up');
    world.providers.trouble = null;
    await sql("UPDATE policy SET clinic_name = 'Other'");
    await sql("UPDATE users SET language = 'es'");
    await send(mailId);
    expect(world.providers.texts).toHaveLength(1);
    expect(await rowOf(mailId)).toMatchObject({ status: 'SENT', attempts: 2 });
  });

  test('is looked for, but not sent any more, once its code is over', async () => {
    const unsent = await asked();
    await expire();
    await send(unsent.mailId);
    expect(await rowOf(unsent.mailId)).toMatchObject({ status: 'SUPPRESSED', error_code: 'code_over', attempts: 0 });
    const arrived = await asked();
    world.providers.trouble = 'LOST_ANSWER';
    await expect(send(arrived.mailId)).rejects.toThrow('socket hang up');
    await expire();
    await send(arrived.mailId);
    expect(await rowOf(arrived.mailId)).toMatchObject({ status: 'SENT' });
    expect(world.providers.texts).toHaveLength(1);
  });

  test('is not sent where a newer one was asked for, or the number wants no texts', async () => {
    const older = await asked();
    const newer = await asked();
    await send(older.mailId);
    await sql("INSERT INTO consents (phone, kind, source, wording) VALUES ($1, 'OPT_OUT', 'SMS', 'STOP')", [PHONE]);
    await send(newer.mailId);
    expect(await rowOf(older.mailId)).toMatchObject({ status: 'SUPPRESSED', error_code: 'code_over' });
    expect(await rowOf(newer.mailId)).toMatchObject({ status: 'SUPPRESSED', error_code: 'opted_out' });
    expect(world.providers.texts).toEqual([]);
  });

  test('that the provider refuses for an opt-out opts the number out', async () => {
    const { mailId } = await asked();
    world.providers.trouble = 'REFUSED';
    await send(mailId);
    expect(await rowOf(mailId)).toMatchObject({ status: 'FAILED', error_code: '21610' });
    expect(await sql('SELECT kind, source FROM consents WHERE phone = $1', [PHONE])).toEqual([
      { kind: 'OPT_OUT', source: 'PROVIDER' },
    ]);
  });

  test('is forgotten with its code a day later, and stays that way', async () => {
    const { mailId } = await asked();
    await sql("UPDATE chat_link_codes SET created_at = created_at - interval '26 hours'");
    expect(await world.db.worker.withActor(systemActor('test'), purgeExpired)).toMatchObject({
      linkCodes: 1,
      accountMails: 0,
    });
    await send(mailId);
    expect(await rowOf(mailId)).toMatchObject({ status: 'SUPPRESSED', error_code: 'code_over' });
  });
});
