import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { WebClient, type View } from '@slack/web-api';
import type { Conversation, SlackDesk, SlackMessage, ViewValues } from '../../../dev/simulator/contract.js';
import type { RunningProcess } from '../../../dev/supervisor/launch.js';
import { waitFor } from '../../support/wait-for.js';
import {
  BOT_TOKEN,
  configFor,
  openGround,
  seatsOf,
  startBots,
  startSimulator,
  startStandIns,
  type Bots,
  type Ground,
  type Simulator,
} from './simulator-server-world.js';

let ground: Ground;
let standIns: RunningProcess;
let bots: Bots;
let simulator: Simulator;
let slack: WebClient;
let doctor: string;

beforeAll(async () => {
  ground = await openGround();
  standIns = await startStandIns(ground);
  bots = await startBots(ground);
  const { seats } = seatsOf(ground);
  doctor = seats.haddad!;
  simulator = await startSimulator(configFor(ground, seats));
  slack = new WebClient(BOT_TOKEN, { slackApiUrl: `http://127.0.0.1:${ground.ports.slack}/api/` });
}, 30_000);
afterEach(() => bots.answer((_sent, res) => res.end()));
afterAll(async () => {
  await simulator?.close();
  await bots?.close();
  await standIns?.stop();
  ground?.close();
});

const act = (path: string, body: unknown = {}): Promise<Response> =>
  simulator.post(`/sim/slack/${doctor}${path}`, body);
const desk = (): Promise<SlackDesk> => simulator.read(`/sim/slack/${doctor}`);
const errorOf = async (response: Response): Promise<string> => ((await response.json()) as { error: string }).error;
const office = async (): Promise<Conversation> => (await desk()).conversations.find(({ kind }) => kind === 'CHANNEL')!;
const lastSaid = async (): Promise<SlackMessage> => (await office()).messages.at(-1)!;
const say = async (text: string): Promise<Response> => act('/commands', { channelId: (await office()).id, text });

describe('a slash command', () => {
  test('goes out as Slack sends it, and the acknowledgement is shown to the one who typed it', async () => {
    bots.answer((_sent, res) => res.json({ response_type: 'ephemeral', text: 'Booked.' }));
    expect((await say('/session  book "Sara Ali" tue 10:30')).status).toBe(204);
    expect(bots.last()).toMatchObject({
      command: '/session',
      text: 'book "Sara Ali" tue 10:30',
      user_id: doctor,
      user_name: 'haddad',
      channel_id: (await office()).id,
      channel_name: 'front-desk',
      team_id: 'T000000001',
    });
    expect(await lastSaid()).toMatchObject({ text: 'Booked.', ephemeral: true });
    const { seats } = seatsOf(ground);
    const others = await simulator.read<SlackDesk>(`/sim/slack/${seats.secretary}`);
    expect(JSON.stringify(others)).not.toContain('Booked.');
  });

  test('brings a response_url and a trigger that work', async () => {
    await say('/session help');
    const { response_url: responseUrl, trigger_id: triggerId } = bots.last();
    await fetch(String(responseUrl), { method: 'POST', body: JSON.stringify({ text: 'Later.' }) });
    expect(await lastSaid()).toMatchObject({ text: 'Later.', ephemeral: true });
    await slack.views.open({ trigger_id: String(triggerId), view: modal('Opened') });
    expect((await desk()).modals.map(({ title }) => title?.text)).toEqual(['Opened']);
  });

  test('shows words to all where the bot says so, and plain words as they are', async () => {
    bots.answer((_sent, res) => res.json({ response_type: 'in_channel', text: 'For all.' }));
    await say('/session');
    expect(await lastSaid()).toMatchObject({ text: 'For all.', ephemeral: false });
    bots.answer((_sent, res) => res.send('Plain.'));
    await say('/session');
    expect(await lastSaid()).toMatchObject({ text: 'Plain.', ephemeral: true });
  });

  test('acknowledged without words shows nothing', async () => {
    const before = (await office()).messages.length;
    await say('/session');
    expect((await office()).messages.length).toBe(before);
  });

  test.each([
    [500, 'http_service_error'],
    [404, 'http_client_error'],
  ])('answered with HTTP %i shows Slack’s own words', async (status, error) => {
    bots.answer((_sent, res) => res.status(status).end());
    expect((await say('/session book')).status).toBe(204);
    expect(await lastSaid()).toMatchObject({ text: `/session failed with the error "${error}"`, ephemeral: true });
  });

  test('acknowledged too late shows Slack’s own words, and later what the bot has to say', async () => {
    bots.answer(() => undefined);
    expect((await say('/session book')).status).toBe(204);
    expect(await lastSaid()).toMatchObject({ text: '/session failed with the error "operation_timeout"' });
    const url = String(bots.last().response_url);
    await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'Booked after all.' }) });
    expect(await lastSaid()).toMatchObject({ text: 'Booked after all.' });
  });

  test('in a conversation of others is impossible', async () => {
    expect((await act('/commands', { channelId: 'C404', text: '/session' })).status).toBe(404);
  });
});

describe('a press in a message', () => {
  const buttons = {
    type: 'actions',
    block_id: 'session_actions',
    elements: [{ type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' }, value: 'v1' }],
  };
  const post = async (): Promise<{ channelId: string; ts: string }> => {
    const { channel, ts } = await slack.chat.postMessage({ channel: doctor, text: 'A request', blocks: [buttons] });
    return { channelId: channel!, ts: ts! };
  };
  const press = (where: object, element: object = { type: 'button', value: 'v1' }, actionId = 'approve') =>
    act('/actions', { in: { kind: 'MESSAGE', ...where }, blockId: 'session_actions', actionId, element });

  test('goes out with the message, and its response_url can replace it', async () => {
    const where = await post();
    expect((await press(where)).status).toBe(204);
    expect(bots.last()).toMatchObject({
      type: 'block_actions',
      user: { id: doctor },
      container: { type: 'message', channel_id: where.channelId, message_ts: where.ts, is_ephemeral: false },
      message: { ts: where.ts, text: 'A request', blocks: [buttons] },
      actions: [{ type: 'button', block_id: 'session_actions', action_id: 'approve', value: 'v1' }],
    });
    const body = JSON.stringify({ replace_original: true, text: 'Approved' });
    await fetch(String(bots.last().response_url), { method: 'POST', body });
    const direct = (await desk()).conversations.find(({ id }) => id === where.channelId)!;
    expect(direct.messages.find(({ ts }) => ts === where.ts)).toMatchObject({ text: 'Approved' });
  });

  test('carries what the bot put on the button, whatever the page says', async () => {
    await press(await post(), { type: 'button', value: 'forged' });
    expect(bots.last()).toMatchObject({ actions: [{ value: 'v1' }] });
  });

  test('that is not there any more is refused', async () => {
    const where = await post();
    const sent = bots.sent.length;
    expect((await press({ ...where, ts: '1.000001' })).status).toBe(409);
    expect((await press(where, undefined, 'gone')).status).toBe(409);
    expect(bots.sent.length).toBe(sent);
  });

  test('that nobody takes within three seconds fails with a plain sentence', async () => {
    bots.answer(() => undefined);
    const response = await press(await post());
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toBe('The bots did not answer within 3 seconds.');
  });

  test('that is answered with an error fails too', async () => {
    bots.answer((_sent, res) => res.status(500).end());
    expect(await errorOf(await press(await post()))).toBe('The bots answered with HTTP 500.');
  });
});

describe('a modal', () => {
  const note: ViewValues = { note: { n: { type: 'plain_text_input', value: 'knee' } } };

  test('is sent with the state of all its inputs, and closes', async () => {
    const id = await open('Book');
    expect(await (await submit(id, note)).json()).toEqual({ state: 'CLOSED' });
    expect(bots.last()).toMatchObject({
      type: 'view_submission',
      view: {
        id,
        callback_id: 'book',
        private_metadata: 'kept',
        state: { values: { ...note, who: { w: { type: 'external_select', selected_option: null } } } },
      },
    });
    expect((await desk()).modals).toEqual([]);
  });

  test('stays with errors', async () => {
    const id = await open('Book');
    bots.answer((_sent, res) => res.json({ response_action: 'errors', errors: { note: 'Say more.' } }));
    expect(await (await submit(id, note)).json()).toEqual({ state: 'OPEN', errors: { note: 'Say more.' } });
    expect((await desk()).modals).toHaveLength(1);
  });

  test('is updated, pushed onto and cleared as the bot says', async () => {
    const id = await open('Book');
    bots.answer((_sent, res) => res.json({ response_action: 'update', view: modal('Check') }));
    expect(await (await submit(id, note)).json()).toEqual({ state: 'OPEN', errors: {} });
    expect(await titles()).toEqual(['Check']);
    bots.answer((_sent, res) => res.json({ response_action: 'push', view: modal('Sure?') }));
    expect(await (await submit(id, note)).json()).toEqual({ state: 'OPEN', errors: {} });
    expect(await titles()).toEqual(['Check', 'Sure?']);
    bots.answer((_sent, res) => res.json({ response_action: 'clear' }));
    const top = (await desk()).modals.at(-1)!;
    expect(await (await submit(top.id, {})).json()).toEqual({ state: 'CLOSED' });
    expect(await titles()).toEqual([]);
  });

  test('stays when the bots do not answer in time, or not in Slack’s words', async () => {
    const id = await open('Book');
    bots.answer(() => undefined);
    const late = await submit(id, note);
    expect(late.status).toBe(502);
    expect(await errorOf(late)).toBe(
      'We had some trouble connecting. Try again? The bots did not answer within 3 seconds.',
    );
    bots.answer((_sent, res) => res.json({ response_action: 'update' }));
    expect((await submit(id, note)).status).toBe(502);
    expect(await titles()).toEqual(['Book']);
  });

  test('closed by the person is told to a bot that asked for it, and is gone', async () => {
    const id = await open('Quiet');
    const sent = bots.sent.length;
    expect((await act(`/views/${id}/close`)).status).toBe(204);
    expect(bots.sent.length).toBe(sent);
    const told = await open('Told', { notify_on_close: true });
    await act(`/views/${told}/close`);
    expect(bots.last()).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: told } });
    expect(await titles()).toEqual([]);
    expect((await submit(told, note)).status).toBe(409);
    await expect(slack.views.update({ view_id: told, view: modal('Late') })).rejects.toThrow('not_found');
  });

  test('offers what the bot says for what was typed', async () => {
    const id = await open('Book');
    const option = { text: { type: 'plain_text', text: 'Sara Ali' }, value: 'p1' };
    const wanted = { viewId: id, blockId: 'who', actionId: 'w', value: 'sa', values: note };
    bots.answer((_sent, res) => res.json({ options: [option] }));
    expect(await (await act('/options', wanted)).json()).toEqual({ options: [option] });
    expect(bots.last()).toMatchObject({ type: 'block_suggestion', action_id: 'w', value: 'sa', view: { id } });
    bots.answer((_sent, res) => res.json({ option_groups: [{ options: [option] }, { options: [option] }] }));
    expect(await (await act('/options', wanted)).json()).toEqual({ options: [option, option] });
    bots.answer((_sent, res) => res.end());
    expect((await act('/options', wanted)).status).toBe(502);
    bots.answer(() => undefined);
    expect(await errorOf(await act('/options', wanted))).toBe('The bots did not answer within 3 seconds.');
    await act(`/views/${id}/close`);
  });

  test('a choice in it that acts at once goes out with the view, and its trigger can push', async () => {
    const id = await open('Book');
    const choice = { text: { type: 'plain_text', text: 'Sara Ali' }, value: 'p1' };
    const element = { type: 'external_select', selected_option: choice };
    const place = { in: { kind: 'VIEW', viewId: id, values: { who: { w: element } } }, blockId: 'who', actionId: 'w' };
    expect((await act('/actions', { ...place, element })).status).toBe(204);
    expect(bots.last()).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: id },
      view: { id, state: { values: { who: { w: element } } } },
      actions: [{ ...element, action_id: 'w', block_id: 'who' }],
    });
    await slack.views.push({ trigger_id: String(bots.last().trigger_id), view: modal('Above') });
    expect(await titles()).toEqual(['Book', 'Above']);
    await act(`/views/${id}/close`);
    expect(await titles()).toEqual([]);
  });

  const titles = async (): Promise<unknown[]> => (await desk()).modals.map(({ title }) => title?.text);
  const submit = (id: string, values: ViewValues): Promise<Response> => act(`/views/${id}/submit`, { values });
  async function open(title: string, more: object = {}): Promise<string> {
    await say('/session');
    const { trigger_id: triggerId } = bots.last();
    const { view } = await slack.views.open({ trigger_id: String(triggerId), view: { ...modal(title), ...more } });
    return view!.id!;
  }
});

describe('the Home tab', () => {
  test('is asked of the bot by an event, and shown as it publishes it', async () => {
    expect((await desk()).home).toBeNull();
    bots.answer(async ({ event }, res) => {
      const { user } = event as { user: string };
      res.end();
      await slack.views.publish({ user_id: user, view: { type: 'home', callback_id: 'home', blocks: [] } });
    });
    expect((await act('/home')).status).toBe(204);
    expect(bots.last()).toMatchObject({
      type: 'event_callback',
      team_id: 'T000000001',
      event: { type: 'app_home_opened', user: doctor, tab: 'home' },
    });
    await waitFor(async () => (await desk()).home?.callback_id === 'home', { describe: 'a Home tab' });
    await act('/home');
    expect(bots.last()).toMatchObject({ event: { view: { type: 'home', callback_id: 'home' } } });
  });
});

test('bots that are gone are named, and a command says what Slack says', async () => {
  await bots.close();
  expect(await errorOf(await act('/home'))).toBe('The bots do not answer.');
  expect((await say('/session book')).status).toBe(204);
  expect(await lastSaid()).toMatchObject({ text: '/session failed with the error "dispatch_failed"' });
});

function modal(title: string): View {
  return {
    type: 'modal',
    callback_id: 'book',
    private_metadata: 'kept',
    title: { type: 'plain_text', text: title },
    submit: { type: 'plain_text', text: 'Go' },
    blocks: [
      {
        type: 'input',
        block_id: 'note',
        label: { type: 'plain_text', text: 'Note' },
        element: { type: 'plain_text_input', action_id: 'n' },
      },
      {
        type: 'section',
        block_id: 'who',
        text: { type: 'mrkdwn', text: 'Who' },
        accessory: { type: 'external_select', action_id: 'w' },
      },
    ],
  };
}
