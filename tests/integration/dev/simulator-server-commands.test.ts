import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf, modal, openSimulatorDesk, type SimulatorDesk } from './simulator-server-desk.js';

let world: SimulatorDesk;
beforeAll(async () => {
  world = await openSimulatorDesk();
}, 30_000);
afterEach(() => world.bots.answer((_sent, res) => res.end()));
afterAll(async () => {
  await world?.[Symbol.asyncDispose]();
});

describe('a slash command', () => {
  test('goes out as Slack sends it, and the acknowledgement is shown to the one who typed it', async () => {
    world.bots.answer((_sent, res) => res.json({ response_type: 'ephemeral', text: 'Booked.' }));
    expect((await world.say('/session  book "Sara Ali" tue 10:30')).status).toBe(204);
    expect(world.bots.last()).toMatchObject({
      command: '/session',
      text: 'book "Sara Ali" tue 10:30',
      user_id: world.doctor,
      user_name: 'haddad',
      channel_id: (await world.office()).id,
      channel_name: 'front-desk',
      team_id: 'T000000001',
    });
    expect(await world.lastSaid()).toMatchObject({ text: 'Booked.', ephemeral: true });
    const others = await world.deskOf(world.seats.secretary!);
    expect(JSON.stringify(others)).not.toContain('Booked.');
  });

  test('brings a response_url and a trigger that work', async () => {
    await world.say('/session help');
    const { response_url: responseUrl, trigger_id: triggerId } = world.bots.last();
    await fetch(String(responseUrl), { method: 'POST', body: JSON.stringify({ text: 'Later.' }) });
    expect(await world.lastSaid()).toMatchObject({ text: 'Later.', ephemeral: true });
    await world.slack.views.open({ trigger_id: String(triggerId), view: modal('Opened') });
    expect((await world.desk()).modals.map(({ title }) => title?.text)).toEqual(['Opened']);
  });

  test('shows words to all where the bot says so, and plain words as they are', async () => {
    world.bots.answer((_sent, res) => res.json({ response_type: 'in_channel', text: 'For all.' }));
    await world.say('/session');
    expect(await world.lastSaid()).toMatchObject({ text: 'For all.', ephemeral: false });
    world.bots.answer((_sent, res) => res.send('Plain.'));
    await world.say('/session');
    expect(await world.lastSaid()).toMatchObject({ text: 'Plain.', ephemeral: true });
  });

  test('acknowledged without words shows nothing', async () => {
    const before = (await world.office()).messages.length;
    await world.say('/session');
    expect((await world.office()).messages.length).toBe(before);
  });

  test.each([
    [500, 'http_service_error'],
    [404, 'http_client_error'],
  ])('answered with HTTP %i shows Slack’s own words', async (status, error) => {
    world.bots.answer((_sent, res) => res.status(status).end());
    expect((await world.say('/session book')).status).toBe(204);
    expect(await world.lastSaid()).toMatchObject({
      text: `/session failed with the error "${error}"`,
      ephemeral: true,
    });
  });

  test('acknowledged too late shows Slack’s own words, and later what the bot has to say', async () => {
    world.bots.answer(() => undefined);
    expect((await world.say('/session book')).status).toBe(204);
    expect(await world.lastSaid()).toMatchObject({ text: '/session failed with the error "operation_timeout"' });
    const url = String(world.bots.last().response_url);
    await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'Booked after all.' }) });
    expect(await world.lastSaid()).toMatchObject({ text: 'Booked after all.' });
  });

  test('in a conversation of others is impossible', async () => {
    expect((await world.act('/commands', { channelId: 'C404', text: '/session' })).status).toBe(404);
  });
});

describe('a press in a message', () => {
  const buttons = {
    type: 'actions',
    block_id: 'session_actions',
    elements: [{ type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' }, value: 'v1' }],
  };
  const post = async (): Promise<{ channelId: string; ts: string }> => {
    const { channel, ts } = await world.slack.chat.postMessage({
      channel: world.doctor,
      text: 'A request',
      blocks: [buttons],
    });
    return { channelId: channel!, ts: ts! };
  };
  const press = (where: object, element: object = { type: 'button', value: 'v1' }, actionId = 'approve') =>
    world.act('/actions', { in: { kind: 'MESSAGE', ...where }, blockId: 'session_actions', actionId, element });

  test('goes out with the message, and its response_url can replace it', async () => {
    const where = await post();
    expect((await press(where)).status).toBe(204);
    expect(world.bots.last()).toMatchObject({
      type: 'block_actions',
      user: { id: world.doctor },
      container: { type: 'message', channel_id: where.channelId, message_ts: where.ts, is_ephemeral: false },
      message: { ts: where.ts, text: 'A request', blocks: [buttons] },
      actions: [{ type: 'button', block_id: 'session_actions', action_id: 'approve', value: 'v1' }],
    });
    const body = JSON.stringify({ replace_original: true, text: 'Approved' });
    await fetch(String(world.bots.last().response_url), { method: 'POST', body });
    const direct = (await world.desk()).conversations.find(({ id }) => id === where.channelId)!;
    expect(direct.messages.find(({ ts }) => ts === where.ts)).toMatchObject({ text: 'Approved' });
  });

  test('carries what the bot put on the button, whatever the page says', async () => {
    await press(await post(), { type: 'button', value: 'forged' });
    expect(world.bots.last()).toMatchObject({ actions: [{ value: 'v1' }] });
  });

  test('that is not there any more is refused', async () => {
    const where = await post();
    const sent = world.bots.sent.length;
    expect((await press({ ...where, ts: '1.000001' })).status).toBe(409);
    expect((await press(where, undefined, 'gone')).status).toBe(409);
    expect(world.bots.sent.length).toBe(sent);
  });

  test('that nobody takes within three seconds fails with a plain sentence', async () => {
    world.bots.answer(() => undefined);
    const response = await press(await post());
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toBe('The bots did not answer within 3 seconds.');
  });

  test('that is answered with an error fails too', async () => {
    world.bots.answer((_sent, res) => res.status(500).end());
    expect(await errorOf(await press(await post()))).toBe('The bots answered with HTTP 500.');
  });
});

test('bots that are gone are named, and a command says what Slack says', async () => {
  await world.bots.close();
  expect(await errorOf(await world.act('/home'))).toBe('The bots do not answer.');
  expect((await world.say('/session book')).status).toBe(204);
  expect(await world.lastSaid()).toMatchObject({ text: '/session failed with the error "dispatch_failed"' });
});
