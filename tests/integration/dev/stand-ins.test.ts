import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { twilioRefusalCode } from '../../../platform/twilio.js';
import { NUMBER, openStandInsWorld, type StandInsWorld } from './stand-ins-world.js';

const PHONE = '+15550100101';

let world: StandInsWorld;
beforeAll(async () => void (world = await openStandInsWorld()), 30_000);
beforeEach(() => world.control('DELETE', '/faults'));
afterAll(() => world?.close());

const fault = (body: object): Promise<Response> => world.control('POST', '/faults', body);

describe('the Slack stand-in', () => {
  const metadata = { event_type: 'clinic_notification', event_payload: { notification_id: 'n-1' } };

  test('keeps messages with their metadata, over a kill', async () => {
    const { seats } = world.seats();
    const { channel, ts } = await world.slack.chat.postMessage({ channel: seats.haddad!, text: 'card', metadata });
    await world.kill();
    await world.start();
    expect(world.seats().seats).toEqual(seats);
    const { messages } = await world.slack.conversations.history({ channel: channel!, include_all_metadata: true });
    expect(messages).toMatchObject([{ ts, text: 'card', metadata }]);
  });

  test('shows a person’s views, newest first and after updates', async () => {
    const { slack } = world;
    const user = world.seats().seats.haddad!;
    const title = (text: string) => ({
      type: 'modal' as const,
      title: { type: 'plain_text' as const, text },
      blocks: [],
    });
    const { trigger_id } = (await slack.apiCall('views.generateTriggerId', { user_id: user })) as unknown as {
      trigger_id: string;
    };
    const { view } = await slack.views.open({ trigger_id, view: title('Loading') });
    await slack.views.publish({ user_id: user, view: { type: 'home', blocks: [] } });
    await slack.views.update({ view_id: view!.id!, view: title('Ready') });
    const listed = await world.slackDev('GET', `/_dev/views?user=${user}`);
    expect(await listed.json()).toMatchObject({
      items: [{ id: view!.id, title: { text: 'Ready' } }, { type: 'home' }],
    });
  });

  test('breaks on demand, once', async () => {
    const { channelId } = world.seats();
    const post = (text: string) => world.slack.chat.postMessage({ channel: channelId, text });
    await fault({ service: 'slack', kind: 'rate_limit', path: 'chat.postMessage', retryAfterSeconds: 7 });
    await expect(post('one')).rejects.toMatchObject({ retryAfter: 7 });
    await fault({ service: 'slack', kind: 'accept_then_drop', path: 'chat.postMessage' });
    await expect(post('two')).rejects.toThrow();
    await fault({ service: 'slack', kind: 'drop' });
    await expect(post('three')).rejects.toThrow();
    await post('four');
    const { messages } = await world.slack.conversations.history({ channel: channelId });
    expect(messages?.map(({ text }) => text)).toEqual(['four', 'two']);
    const seen = (await (await world.control('GET', '/requests?service=slack')).json()) as {
      items: { fault: string | null }[];
    };
    expect(seen.items.slice(1, 5).map((item) => item.fault)).toEqual([null, 'drop', 'accept_then_drop', 'rate_limit']);
  });
});

describe('the Twilio stand-in', () => {
  const send = (body: string) => world.twilio.messages.create({ to: PHONE, from: NUMBER, body });

  test('refuses a number that said STOP until it says START', async () => {
    await send('one');
    await world.textIn(PHONE, ' stop ');
    const refusal = await send('two').catch((error: unknown) => error);
    expect(twilioRefusalCode(refusal)).toBe('21610');
    await world.textIn(PHONE, 'START');
    await send('three');
    const sent = await world.twilio.messages.list({ to: PHONE });
    expect(sent.map(({ body }) => body)).toEqual(['three', 'one']);
  });

  test('takes a message and drops the line', async () => {
    await fault({ service: 'twilio', kind: 'accept_then_drop', method: 'POST' });
    await expect(send('unclear')).rejects.toThrow();
    expect((await world.twilio.messages.list({ to: PHONE }))[0]?.body).toBe('unclear');
  });
});
