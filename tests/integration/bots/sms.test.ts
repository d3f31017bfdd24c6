import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inboundSms, signedTwilioRequest, smsReceipt } from '../../support/twilio-requests.js';
import { openBotsWorld, TWILIO, type BotsWorld } from './bots-world.js';
import { problem } from './fake-api.js';

const PHONE = '+15550100101';

describe('webhooks of Twilio', () => {
  let world: BotsWorld;
  beforeAll(async () => {
    world = await openBotsWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.api.calls.length = 0;
    world.api.on('receiveSms', () => ({ status: 202, body: { inboundId: crypto.randomUUID(), duplicate: false } }));
    world.api.on('receiveSmsStatus', () => ({ status: 204 }));
  });

  const text = (message: string, options: object = {}) =>
    signedTwilioRequest({
      authToken: TWILIO.authToken,
      publicUrl: TWILIO.smsWebhookUrl,
      url: `${world.url}/webhooks/twilio/sms`,
      fields: inboundSms({ from: PHONE, to: TWILIO.number, text: message, messageSid: 'SM1' }),
      ...options,
    });
  const receipt = (status: string, options: object = {}) =>
    signedTwilioRequest({
      authToken: TWILIO.authToken,
      publicUrl: TWILIO.statusWebhookUrl,
      url: `${world.url}/webhooks/twilio/status`,
      fields: smsReceipt({ to: PHONE, from: TWILIO.number, messageSid: 'SM2', status, errorCode: '30003' }),
      ...options,
    });

  it('hands a text to the API on behalf of the phone and answers with an empty document', async () => {
    const response = await text('1');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/xml');
    expect(await response.text()).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
    expect(world.api.callsOf('receiveSms')).toMatchObject([
      { subject: PHONE, body: { from: PHONE, text: '1', providerMessageId: 'SM1' } },
    ]);
  });

  it.each(['', 'á 😀 ñ', 'x'.repeat(1_600), 'a&b=c+d %20'])('takes any text: %p', async (message) => {
    expect((await text(message)).status).toBe(200);
    expect(world.api.callsOf('receiveSms')[0]?.body.text).toBe(message);
  });

  it.each([
    ['a wrong signature', { signature: 'bm90IGEgc2lnbmF0dXJl' }],
    ['a missing one', { signature: null }],
    ['another token', { authToken: 'another token' }],
    ['the address behind the proxy', { publicUrl: 'http://127.0.0.1/webhooks/twilio/sms' }],
    ['the public address without its query', { publicUrl: 'https://clinic.example/hooks/sms' }],
    [
      'a changed text',
      { tamperedFields: inboundSms({ from: PHONE, to: TWILIO.number, text: '2', messageSid: 'SM1' }) },
    ],
    [
      'an added field',
      {
        tamperedFields: { ...inboundSms({ from: PHONE, to: TWILIO.number, text: '1', messageSid: 'SM1' }), More: '1' },
      },
    ],
  ])('refuses %s', async (_, options) => {
    const response = await text('1', options);
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 403, code: 'forbidden' });
    expect(world.api.calls).toEqual([]);
  });

  it('refuses what is no form, and a body that is too large', async () => {
    const post = (body: string, contentType: string) =>
      fetch(`${world.url}/webhooks/twilio/sms`, {
        method: 'POST',
        headers: { 'content-type': contentType, 'x-twilio-signature': 'c2ln' },
        body,
      });
    expect((await post('{"From":"x"}', 'application/json')).status).toBe(403);
    expect((await post(`Body=${'x'.repeat(1_000_000)}`, 'application/x-www-form-urlencoded')).status).toBe(413);
    expect(
      (await post(`a=%zz&${'b=1&'.repeat(500)}`, 'application/x-www-form-urlencoded')).status,
    ).toBeGreaterThanOrEqual(400);
    expect(world.api.calls).toEqual([]);
  });

  it('waits out a short outage instead of losing the text', async () => {
    let tries = 0;
    world.api.on('receiveSms', () =>
      ++tries < 3
        ? problem(503, 'temporarily_unavailable')
        : { status: 202, body: { inboundId: crypto.randomUUID(), duplicate: false } },
    );
    expect((await text('1')).status).toBe(200);
    expect(world.api.callsOf('receiveSms').map(({ body }) => body.providerMessageId)).toEqual(['SM1', 'SM1', 'SM1']);
  });

  it('ignores senders that are no phone', async () => {
    const fields = inboundSms({ from: '72345', to: TWILIO.number, text: 'Win!', messageSid: 'SM3' });
    expect((await text('', { fields })).status).toBe(200);
    expect(world.api.calls).toEqual([]);
  });

  it('hands over receipts', async () => {
    expect((await receipt('undelivered')).status).toBe(204);
    expect(world.api.callsOf('receiveSmsStatus')).toMatchObject([
      { subject: PHONE, body: { providerMessageId: 'SM2', status: 'undelivered', errorCode: '30003' } },
    ]);
  });

  it('answers receipts of a kind that nobody asked for', async () => {
    expect((await receipt('partially_delivered')).status).toBe(204);
    expect(world.api.calls).toEqual([]);
  });

  it('refuses a receipt that is signed for the other address', async () => {
    expect((await receipt('delivered', { publicUrl: TWILIO.smsWebhookUrl })).status).toBe(403);
  });

  it('tells the provider to come again when the API is down', async () => {
    world.api.on('receiveSmsStatus', () => problem(503, 'temporarily_unavailable', { retryAfterSeconds: 3 }));
    const response = await receipt('delivered');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3']);
  });
});
