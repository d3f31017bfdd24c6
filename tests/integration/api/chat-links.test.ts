import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createApiClient, operations } from '../../../api/client/client.js';
import type { Role } from '../../../domain/actor.js';
import { BOT } from '../../support/api-context.js';
import { bearer, createCaller, type Answer, type Caller } from './caller.js';
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
beforeEach(() => world.sql('DELETE FROM chat_link_codes'));

interface Code {
  code: string;
  expiresAt: string;
}
interface Link {
  id: string;
  channel: string;
  subject: string;
  linkedAt: string;
}

const CODES = '/auth/chat/link-codes';
const newSlackUser = (): string => `U${randomUUID().slice(0, 8).toUpperCase()}`;
const askForCode = (who: Caller, key?: string) => who.post<Code>(CODES, { channel: 'SLACK' }, key);
const codeOf = async (role: Role): Promise<string> => (await askForCode(world.as(role))).body.code;
const type = (code: string, slackUserId: string) =>
  bot.post<{ link: Link; fullName: string }>('/auth/chat/link', { channel: 'SLACK', code, slackUserId });
const mint = (subject: string, operation: string) =>
  bot.post<{ accessToken: string }>('/auth/chat/token', { channel: 'SLACK', subject, operation });
const linksOf = async (who: Caller): Promise<Link[]> =>
  (await who.get<{ items: Link[] }>('/auth/chat/links')).body.items;
const remove = (who: Caller, id: string, key?: string) => who.ask('DELETE', `/auth/chat/links/${id}`, { key });

async function link(role: Role, slackUserId = newSlackUser()): Promise<Link> {
  return (await type(await codeOf(role), slackUserId)).body.link;
}

const WRONG = { status: 422, body: { code: 'validation_failed', errors: [{ pointer: '/code' }] } };
/** What a caller can tell refusals apart by. */
const seen = ({ status, body }: Answer<object>): object => ({ status, ...body, instance: null });

describe('a code', () => {
  it('is shown once to the person, and typed any way links the chat at once', async () => {
    const { status, body } = await askForCode(world.as('DOCTOR'));
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { code: expect.stringMatching(/^[2-9A-HJKMNP-Z]{8}$/) },
    });
    const slackUserId = newSlackUser();
    const typed = ` ${body.code.slice(0, 4).toLowerCase()}-${body.code.slice(4)} `;
    const linked = await type(typed, slackUserId);
    expect(linked).toMatchObject({
      status: 200,
      body: { link: { channel: 'SLACK', subject: slackUserId }, fullName: world.clinic.doctors[0].fullName },
    });
    expect(await linksOf(world.as('DOCTOR'))).toContainEqual(linked.body.link);
    const client = createApiClient({ baseUrl: world.origin, botClient: BOT, deadlineMs: 5_000 });
    const me = await client.as({ channel: 'SLACK', subject: slackUserId }).call(operations.me, {});
    expect(me.body.id).toBe(world.clinic.doctors[0].userId);
  });

  it('is refused alike when it is wrong, used, replaced or expired', async () => {
    const used = await codeOf('PATIENT');
    await type(used, newSlackUser());
    const replaced = await codeOf('PATIENT');
    const expired = await codeOf('PATIENT');
    await world.sql("UPDATE chat_link_codes SET expires_at = now() - interval '1 second' WHERE replaced_at IS NULL");
    const answers = [];
    for (const code of ['ABCD2345', '?', '  ', used, replaced, expired]) answers.push(await type(code, newSlackUser()));
    for (const answer of answers) {
      expect(answer).toMatchObject(WRONG);
      expect(seen(answer)).toEqual(seen(answers[0] as Answer));
    }
  });

  it('is not in the database, under a key neither, and the key gives it again', async () => {
    const key = randomUUID();
    const [first, second] = [await askForCode(world.as('DOCTOR'), key), await askForCode(world.as('DOCTOR'), key)];
    expect(second.body).toEqual(first.body);
    expect(await world.sql('SELECT id FROM chat_link_codes')).toHaveLength(1);
    const stored = await world.sql(
      `SELECT to_jsonb(c)::text AS row FROM chat_link_codes c UNION ALL SELECT to_jsonb(k)::text FROM idempotency_keys k
        UNION ALL SELECT to_jsonb(a)::text FROM audit_entries a`,
    );
    expect(JSON.stringify(stored)).not.toContain(first.body.code);
    expect(JSON.stringify(world.api.logs)).not.toContain(first.body.code);
    expect((await type(first.body.code, newSlackUser())).status).toBe(200);
    const otherUse = await remove(world.as('DOCTOR'), randomUUID(), key);
    expect(otherUse).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
  });

  it('is given ten times an hour', async () => {
    const answers: Answer<Code>[] = [];
    for (let count = 0; count < 11; count += 1) answers.push(await askForCode(world.as('PATIENT')));
    expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(answers[10]).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(answers[10]?.headers.get('retry-after'))).toBeGreaterThan(3_500);
  });

  it('is for people in person, never for a bot in their name', async () => {
    expect((await askForCode(world.nobody)).status).toBe(401);
    expect((await askForCode(bot)).status).toBe(401);
    const { slackUserId } = world.clinic.doctors[0];
    for (const operation of ['createLinkCode', 'listChatLinks', 'removeChatLink', 'linkChat'])
      expect(await mint(slackUserId, operation)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const { body } = await mint(slackUserId, 'listRooms');
    expect((await askForCode(bearer(world.origin, body.accessToken))).status).toBe(403);
  });
});

describe('linking', () => {
  it('is the bot’s business', async () => {
    const body = { channel: 'SLACK', code: 'ABCD2345', slackUserId: 'U1' };
    expect((await world.nobody.post('/auth/chat/link', body)).status).toBe(401);
    for (const role of ['ADMIN', 'PATIENT'] as const)
      expect((await world.as(role).post('/auth/chat/link', body)).status).toBe(403);
    expect(await bot.post('/auth/chat/link', { ...body, code: '' })).toMatchObject(WRONG);
    expect((await bot.post('/auth/chat/link', { ...body, channel: 'SMS' })).status).toBe(422);
    expect((await bot.post('/auth/chat/link', { channel: 'SMS', code: '123456' })).status).toBe(403);
  });

  it('is refused for a while after ten wrong codes, to that chat identity only', async () => {
    const slackUserId = newSlackUser();
    for (let count = 0; count < 10; count += 1) expect(await type('ABCD2345', slackUserId)).toMatchObject(WRONG);
    const code = await codeOf('DOCTOR');
    const refused = await type(code, slackUserId);
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(500);
    expect(seconds).toBeLessThanOrEqual(600);
    expect((await type(code, newSlackUser())).status).toBe(200);
  });

  it('is refused for a disabled account', async () => {
    const code = await codeOf('SECRETARY');
    const status = 'UPDATE users SET status = $2 WHERE id = $1';
    await world.sql(status, [world.clinic.secretary.userId, 'DISABLED']);
    expect(await type(code, newSlackUser())).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
    await world.sql(status, [world.clinic.secretary.userId, 'ACTIVE']);
  });

  it('again to the same person changes nothing; to another it moves over, tokens that were minted before too', async () => {
    const slackUserId = newSlackUser();
    const first = await link('DOCTOR', slackUserId);
    expect(await link('DOCTOR', slackUserId)).toEqual(first);
    const before = bearer(world.origin, (await mint(slackUserId, 'me')).body.accessToken);
    expect((await before.get('/auth/me')).body).toMatchObject({ role: 'DOCTOR' });
    await link('SECRETARY', slackUserId);
    expect((await before.get('/auth/me')).status).toBe(401);
    const after = bearer(world.origin, (await mint(slackUserId, 'me')).body.accessToken);
    expect((await after.get('/auth/me')).body).toMatchObject({ role: 'SECRETARY' });
    expect(await linksOf(world.as('DOCTOR'))).not.toContainEqual(first);
  });
});

describe('links', () => {
  it('are listed to their person only, page by page', async () => {
    const mine = [await link('PATIENT'), await link('PATIENT')];
    await link('ADMIN');
    const patient = world.as('PATIENT');
    const all = await linksOf(patient);
    expect(all.slice(-2)).toEqual(mine);
    const paged: Link[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await patient.get<{ items: Link[]; nextCursor: string | null }>(
        `/auth/chat/links?limit=1${query}`,
      );
      paged.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(all);
    expect(await patient.get('/auth/chat/links?cursor=x')).toMatchObject({
      body: { errors: [{ pointer: '/cursor' }] },
    });
  });

  it('stop working at once, without signing the person out', async () => {
    const { id, subject } = await link('DOCTOR');
    const delegated = bearer(world.origin, (await mint(subject, 'listRooms')).body.accessToken);
    expect((await delegated.get('/rooms')).status).toBe(200);
    const key = randomUUID();
    expect((await remove(world.as('DOCTOR'), id, key)).status).toBe(204);
    expect((await delegated.get('/rooms')).status).toBe(401);
    expect((await mint(subject, 'listRooms')).body).toMatchObject({ errors: [{ pointer: '/subject' }] });
    expect((await remove(world.as('DOCTOR'), id, key)).status).toBe(204);
    expect((await remove(world.as('DOCTOR'), id)).status).toBe(204);
    expect((await world.as('DOCTOR').get('/rooms')).status).toBe(200);
    const [other] = await linksOf(world.as('DOCTOR'));
    const still = bearer(world.origin, (await mint(other?.subject ?? '', 'listRooms')).body.accessToken);
    expect((await still.get('/rooms')).status).toBe(200);
  });

  it('of others are no one’s business but an admin’s, and look as if they were not there', async () => {
    const { id } = await link('DOCTOR');
    for (const role of ['PATIENT', 'SECRETARY'] as const) {
      const [foreign, missing] = [await remove(world.as(role), id), await remove(world.as(role), randomUUID())];
      expect(foreign).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(seen(foreign)).toEqual(seen(missing));
    }
    expect((await remove(world.as('ADMIN'), randomUUID())).status).toBe(404);
    expect((await remove(world.as('ADMIN'), id)).status).toBe(204);
    expect(await linksOf(world.as('DOCTOR'))).not.toContainEqual(expect.objectContaining({ id }));
  });
});
