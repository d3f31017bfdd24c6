import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApiClient, operations, type ApiClient } from '../../../api/client/client.js';
import { BOT } from '../../support/api-context.js';
import { bearer, createCaller, type Answer, type Caller } from './caller.js';
import { waitFor } from '../../support/wait-for.js';
import { openWorld, type World } from './world.js';

let world: World;
let bot: Caller;
let client: ApiClient;
beforeAll(async () => {
  world = await openWorld();
  const credential = Buffer.from(`${BOT.id}:${BOT.secret}`).toString('base64');
  bot = createCaller(world.origin, { authorization: `Basic ${credential}` });
  client = createApiClient({ baseUrl: world.origin, botClient: BOT, deadlineMs: 5_000 });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const mint = (channel: string, subject: string, operation: string): Promise<Answer> =>
  bot.post('/auth/chat/token', { channel, subject, operation });
const slack = () => world.clinic.doctors[0].slackUserId;
const phone = () => world.clinic.patients[0].phone;

async function booked(): Promise<string> {
  const doctorId = world.clinic.doctors[0].id;
  const startsAt = await world.freshStart(doctorId);
  const body = { doctorId, patientId: world.clinic.patients[0].id, startsAt };
  return String((await world.as('SECRETARY').post('/sessions', body)).body['id']);
}

describe('a delegated token', () => {
  it('is for one operation of one person', async () => {
    const { body } = await mint('SLACK', slack(), 'listSessions');
    const caller = bearer(world.origin, String(body['accessToken']));
    expect((await caller.get('/sessions')).status).toBe(200);
    expect(await caller.get('/rooms')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await caller.post('/auth/logout')).status).toBe(403);
  });

  it('is not given for what bots may not do, nor for nobody', async () => {
    expect((await mint('SLACK', slack(), 'createRoom')).status).toBe(403);
    expect((await mint('SLACK', slack(), 'receiveSms')).status).toBe(403);
    expect((await mint('SMS', phone(), 'getSession')).status).toBe(403);
    expect((await mint('SLACK', 'UNOBODY', 'listSessions')).body).toMatchObject({ errors: [{ pointer: '/subject' }] });
    expect((await mint('SLACK', slack(), 'nothing')).body).toMatchObject({ errors: [{ pointer: '/operation' }] });
    expect((await mint('SMS', '0151', 'receiveSms')).body).toMatchObject({ errors: [{ pointer: '/subject' }] });
    expect((await world.as('ADMIN').post('/auth/chat/token', {})).status).toBe(401);
  });

  it('ends with the account', async () => {
    const { userId, slackUserId } = world.clinic.secretary;
    const { body } = await mint('SLACK', slackUserId, 'listRooms');
    await world.sql(`UPDATE users SET status = 'DISABLED' WHERE id = $1`, [userId]);
    const delegated = bearer(world.origin, String(body['accessToken']));
    await waitFor(async () => (await delegated.get('/rooms')).status === 401);
    expect((await mint('SLACK', slackUserId, 'listRooms')).body['code']).toBe('account_disabled');
    await world.sql(`UPDATE users SET status = 'ACTIVE' WHERE id = $1`, [userId]);
    await waitFor(async () => (await delegated.get('/rooms')).status === 200);
  });
});

describe('the typed client', () => {
  it('acts as the linked person, over Slack', async () => {
    const id = await booked();
    const doctor = client.as({ channel: 'SLACK', subject: slack() });
    const answer = await doctor.call(operations.approveSession, { params: { id }, idempotencyKey: 'click-1' });
    expect(answer).toMatchObject({ status: 200, body: { status: 'APPROVED' } });
    const again = doctor.call(operations.rejectSession, { params: { id }, body: { reason: 'late' } });
    await expect(again).rejects.toMatchObject({ code: 'already_decided', details: { sessionStatus: 'APPROVED' } });
    const history = await doctor.call(operations.getSessionHistory, { params: { id } });
    expect(history.body.items.at(-1)).toMatchObject({ kind: 'APPROVED', channel: 'SLACK', by: { role: 'DOCTOR' } });
  });
});

describe('a text', () => {
  it('is kept once and handed to its workflow each time', async () => {
    const text = { from: phone(), text: '1', providerMessageId: 'SM1' };
    const sms = client.as({ channel: 'SMS', subject: phone() });
    const first = await sms.call(operations.receiveSms, { body: text });
    const second = await sms.call(operations.receiveSms, { body: text });
    expect(first.body.duplicate).toBe(false);
    expect(second.body).toEqual({ inboundId: first.body.inboundId, duplicate: true });
    expect(world.handled).toEqual(
      Array.from({ length: 2 }, () => ({ ...first.body, providerMessageId: 'SM1' })).map(
        ({ inboundId, providerMessageId }) => ({ inboundId, providerMessageId }),
      ),
    );
    expect(await world.sql('SELECT from_phone, body FROM inbound_messages')).toEqual([
      { from_phone: phone(), body: '1' },
    ]);
  });

  it('comes only from the phone that the token is for, and only through a bot', async () => {
    const text = { from: '+15550000000', text: '1', providerMessageId: 'SM2' };
    const call = client.as({ channel: 'SMS', subject: phone() }).call(operations.receiveSms, { body: text });
    await expect(call).rejects.toMatchObject({ code: 'forbidden' });
    expect((await world.as('ADMIN').post('/chat/sms', text)).status).toBe(403);
    const { body } = await mint('SMS', phone(), 'receiveSms');
    const caller = bearer(world.origin, String(body['accessToken']));
    expect((await caller.get('/sessions')).status).toBe(403);
    expect((await caller.post('/chat/sms/status', { providerMessageId: 'SM1', status: 'sent' })).status).toBe(403);
  });

  it('has receipts, which may come early', async () => {
    const sms = client.as({ channel: 'SMS', subject: phone() });
    const body = { providerMessageId: 'SM-not-known-yet', status: 'delivered' } as const;
    expect(await sms.call(operations.receiveSmsStatus, { body })).toMatchObject({ status: 204 });
    expect(await world.sql('SELECT status FROM delivery_receipts')).toEqual([{ status: 'DELIVERED' }]);
  });
});
