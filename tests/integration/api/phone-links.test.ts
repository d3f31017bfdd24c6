import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { phoneCode } from '../../../platform/account-tokens.js';
import { ACCOUNT_TOKEN_KEY, BOT } from '../../support/api-context.js';
import { createCaller, type Answer, type Caller } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
let bot: Caller;
beforeAll(async () => {
  world = await openWorld();
  const credential = Buffer.from(`${BOT.id}:${BOT.secret}`).toString('base64');
  bot = createCaller(world.origin, { authorization: `Basic ${credential}` });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await world.sql('DELETE FROM account_mails');
  await world.sql('DELETE FROM chat_link_codes');
  world.mailed.length = 0;
});

let numbers = 0;
const newPhone = (): string => `+1555888${String(++numbers).padStart(4, '0')}`;
const patient = (): Caller => world.as('PATIENT');
const ask = (phone: string, who = patient(), key?: string) =>
  who.post<{ code?: string; expiresAt: string }>('/auth/chat/link-codes', { channel: 'SMS', phone }, key);
const type = (code: string, who = patient()) => who.post<object>('/auth/chat/link', { channel: 'SMS', code });
const me = async () => (await patient().get<{ phone: string | null }>('/me')).body;
const record = async () =>
  (await patient().get<{ phone: string; phoneVerified: boolean }>(`/patients/${world.clinic.patients[0].id}`)).body;

/** What the text brings. */
async function sentCode(): Promise<string> {
  const [open] = await world.sql<{ id: string }>(
    'SELECT id FROM chat_link_codes WHERE used_at IS NULL AND replaced_at IS NULL',
  );
  return phoneCode(ACCOUNT_TOKEN_KEY, open?.id ?? '');
}
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const refused = (pointer: string, words: string) => ({
  status: 422,
  body: { code: 'validation_failed', errors: [{ pointer, message: expect.stringContaining(words) }] },
});

describe('a code for a phone', () => {
  it('goes out as a text, is not shown, and typed any way verifies the number', async () => {
    const phone = newPhone();
    const asked = await ask(phone);
    expect(asked).toMatchObject({ status: 201 });
    expect(Object.keys(asked.body)).toEqual(['expiresAt']);
    expect(Math.abs(Date.parse(asked.body.expiresAt) - Date.now() - 600_000)).toBeLessThan(5_000);
    const queued = await world.sql('SELECT id, kind, channel, status, address FROM account_mails');
    expect(queued).toEqual([
      { id: world.mailed[0], kind: 'PHONE_CODE', channel: 'SMS', status: 'QUEUED', address: phone },
    ]);
    const code = await sentCode();
    expect(code).toMatch(/^\d{6}$/);
    const linked = await type(` ${code.slice(0, 3)} ${code.slice(3)}`);
    expect(linked).toMatchObject({
      status: 200,
      body: { link: { channel: 'SMS', subject: phone }, fullName: world.clinic.patients[0].fullName },
    });
    expect(await record()).toMatchObject({ phone, phoneVerified: true });
    expect((await me()).phone).toBe(phone);
    const { body: links } = await patient().get<{ items: object[] }>('/auth/chat/links');
    expect(links.items).toContainEqual(expect.objectContaining({ channel: 'SMS', subject: phone }));
    const consents = await world
      .as('SECRETARY')
      .get<{ items: object[] }>(`/patients/${world.clinic.patients[0].id}/consent`);
    expect(consents.body.items).toContainEqual(expect.objectContaining({ phone, kind: 'OPT_IN', source: 'PATIENT' }));
  });

  it('is in no table and no log, and a key gives neither it nor a second text', async () => {
    const [phone, key] = [newPhone(), randomUUID()];
    const [first, second] = [await ask(phone, patient(), key), await ask(phone, patient(), key)];
    expect(second.body).toEqual(first.body);
    expect(await world.sql('SELECT id FROM account_mails')).toHaveLength(1);
    expect(new Set(world.mailed).size).toBe(1);
    const code = await sentCode();
    const stored = await world.sql(
      `SELECT to_jsonb(c)::text AS row FROM chat_link_codes c UNION ALL SELECT to_jsonb(m)::text FROM account_mails m
        UNION ALL SELECT k.response_body::text FROM idempotency_keys k`,
    );
    for (const digits of [`"${code}"`, ` ${code}`]) expect(JSON.stringify(stored)).not.toContain(digits);
    expect(JSON.stringify(world.api.logs)).not.toContain(phone.slice(1));
  });

  it('waits for reconciling where no text leaves, and is good all the same', async () => {
    world.mailsFail = true;
    expect((await ask(newPhone())).status).toBe(201);
    world.mailsFail = false;
    expect((await type(await sentCode())).status).toBe(200);
  });

  it('is refused where it is wrong, and for good after five times', async () => {
    expect(await type('123456')).toMatchObject(refused('/code', 'ask for a new one'));
    await ask(newPhone());
    const code = await sentCode();
    for (let tries = 0; tries < 5; tries += 1)
      expect(await type(wrong(code))).toMatchObject(refused('/code', 'not the code of our newest text'));
    expect(await type(code)).toMatchObject(refused('/code', 'ask for a new one'));
  });

  it('is sent three times an hour to a number, and says when again', async () => {
    const phone = newPhone();
    const answers: Answer<object>[] = [];
    for (let count = 0; count < 4; count += 1) answers.push(await ask(phone));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(3_500);
  });

  it('is not sent to a number that wants no texts', async () => {
    const phone = newPhone();
    await world.sql("INSERT INTO consents (phone, kind, source, wording) VALUES ($1, 'OPT_OUT', 'SMS', 'STOP')", [
      phone,
    ]);
    const key = randomUUID();
    for (let times = 0; times < 2; times += 1)
      expect(await ask(phone, patient(), key)).toMatchObject(refused('/phone', 'has asked for no text messages'));
    for (let times = 0; times < 2; times += 1)
      expect(await ask(phone)).toMatchObject(refused('/phone', 'has asked for no text messages'));
    // Whether a number has asked so is not found out for ever so many.
    expect((await ask(phone)).status).toBe(429);
    expect(await ask('0151')).toMatchObject(refused('/phone', 'E.164'));
    expect(world.mailed).toEqual([]);
  });

  it('is the patient’s business, in person', async () => {
    for (const role of ['SECRETARY', 'DOCTOR', 'ADMIN'] as const) {
      expect((await ask(newPhone(), world.as(role))).status).toBe(403);
      expect((await type('123456', world.as(role))).status).toBe(403);
    }
    expect((await ask(newPhone(), bot)).status).toBe(401);
    expect((await type('123456', bot)).status).toBe(403);
    expect((await type('123456', world.nobody)).status).toBe(401);
    expect(await world.sql('SELECT id FROM account_mails')).toEqual([]);
  });
});
