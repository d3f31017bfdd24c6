import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SlackDesk } from '../../../dev/simulator/contract.js';
import { openJournalStore } from '../../../dev/stand-ins/journal-store.js';
import { createResponseUrls } from '../../../dev/stand-ins/response-urls.js';
import { openStandInsWorld, type StandInsWorld } from './stand-ins-world.js';

let world: StandInsWorld;
let doctor: string;
let desk: string;
let office: string;
beforeAll(async () => {
  world = await openStandInsWorld();
  const { seats, channelId } = world.seats();
  [doctor, desk, office] = [seats.haddad!, seats.desk!, channelId];
}, 30_000);
afterAll(() => world?.close());

const see = async (user: string): Promise<SlackDesk> =>
  (await (await world.slackDev('GET', `/_dev/workspace?user=${user}`)).json()) as SlackDesk;
const textsIn = async (user: string, channelId: string): Promise<string[]> =>
  (await see(user)).conversations.find(({ id }) => id === channelId)!.messages.map(({ text }) => text);
const directOf = async (user: string): Promise<string> =>
  (await see(user)).conversations.find(({ kind }) => kind === 'DIRECT')!.id;

describe('the workspace', () => {
  test('shows each person their own conversations, from the start', async () => {
    expect(await see(desk)).toMatchObject({
      conversations: [
        { id: office, name: 'front-desk', kind: 'CHANNEL' },
        { name: 'Clinic Sessions', kind: 'DIRECT' },
      ],
      home: null,
      modals: [],
    });
    expect((await see(doctor)).conversations).toMatchObject([{ name: 'Clinic Sessions', kind: 'DIRECT' }]);
    expect((await world.slackDev('GET', '/_dev/workspace?user=U0NOBODY')).status).toBe(404);
  });

  test('weaves in what only this person sees, in the order of time', async () => {
    const blocks = [{ type: 'divider' }];
    const { ts } = await world.slack.chat.postMessage({ channel: office, text: 'one', blocks });
    await world.slack.chat.postEphemeral({ channel: office, user: desk, text: 'two' });
    await world.slack.chat.postMessage({ channel: office, text: 'three' });
    await world.slack.chat.update({ channel: office, ts: ts!, text: 'one, edited', blocks });
    expect((await see(desk)).conversations[0]!.messages).toMatchObject([
      { ts, text: 'one, edited', blocks, edited: true, ephemeral: false, bot: true, author: 'Clinic Sessions' },
      { text: 'two', blocks: [], edited: false, ephemeral: true },
      { text: 'three', edited: false, ephemeral: false },
    ]);
  });
});

describe('views', () => {
  const modal = (text: string) => ({
    type: 'modal' as const,
    callback_id: 'm',
    title: { type: 'plain_text' as const, text },
    blocks: [],
  });
  const trigger = async (viewId?: string): Promise<string> => {
    const answer = await world.slack.apiCall('views.generateTriggerId', { user_id: doctor, view_id: viewId });
    return (answer as unknown as { trigger_id: string }).trigger_id;
  };
  const open = async (title: string): Promise<string> =>
    (await world.slack.views.open({ trigger_id: await trigger(), view: modal(title) })).view!.id!;
  const titles = async (): Promise<(string | undefined)[]> =>
    (await see(doctor)).modals.map(({ title }) => title?.text);
  const push = (title: string, previousViewId: string): Promise<Response> =>
    world.slackDev('POST', '/_dev/views', { user: doctor, view: modal(title), previousViewId });

  beforeEach(async () => {
    for (const { id } of (await see(doctor)).modals.slice(0, 1))
      await world.slackDev('POST', `/_dev/views/${id}/clear`);
  });

  test('stack up to three, with the last on top', async () => {
    const first = await open('first');
    const second = (await world.slack.views.push({ trigger_id: await trigger(first), view: modal('second') })).view!;
    expect((await push('third', second.id!)).status).toBe(200);
    expect(await titles()).toEqual(['first', 'second', 'third']);
    const refused = await push('fourth', second.id!);
    expect({ status: refused.status, body: await refused.json() }).toEqual({
      status: 422,
      body: { error: 'push_limit_reached' },
    });
  });

  test('a new first modal replaces what was open, for good', async () => {
    await open('old');
    const next = await open('new');
    expect(await titles()).toEqual(['new']);
    await world.slackDev('POST', `/_dev/views/${next}/close`);
    expect(await titles()).toEqual([]);
  });

  test('an update replaces the content and its hash', async () => {
    const id = await open('before');
    const [before] = (await see(doctor)).modals;
    expect((await world.slackDev('PUT', `/_dev/views/${id}`, { view: modal('after') })).status).toBe(200);
    const [after] = (await see(doctor)).modals;
    expect(after).toMatchObject({ id, title: { text: 'after' } });
    expect(after!.hash).not.toBe(before!.hash);
    expect((await world.slackDev('PUT', `/_dev/views/${id}`, { view: { type: 'modal' } })).status).toBe(422);
    expect((await world.slackDev('PUT', '/_dev/views/V0', { view: modal('x') })).status).toBe(404);
  });

  test('closing one takes all above it, and the bot finds it no more', async () => {
    const first = await open('first');
    const second = ((await (await push('second', first)).json()) as { view: { id: string } }).view.id;
    await push('third', second);
    const closed = (await (await world.slackDev('POST', `/_dev/views/${second}/close`)).json()) as { items: unknown[] };
    expect(closed.items).toMatchObject([{ title: { text: 'second' } }, { title: { text: 'third' } }]);
    expect(await titles()).toEqual(['first']);
    const update = world.slack.views.update({ view_id: second, view: modal('late') });
    await expect(update).rejects.toMatchObject({ data: { error: 'not_found' } });
    await push('second again', first);
    await world.slackDev('POST', `/_dev/views/${first}/clear`);
    expect(await titles()).toEqual([]);
    expect((await world.slackDev('POST', `/_dev/views/${first}/close`)).status).toBe(404);
  });

  test('the Home tab is there beside them', async () => {
    await world.slack.views.publish({ user_id: doctor, view: { type: 'home', blocks: [{ type: 'divider' }] } });
    expect((await see(doctor)).home).toMatchObject({ type: 'home', blocks: [{ type: 'divider' }] });
  });
});

describe('a response_url', () => {
  let nonce = 0;
  const urlOf = (user: string, channel: string, ts = '-'): string =>
    `/_dev/respond/${user}/${channel}/${ts}/n${String(++nonce)}`;
  const respond = async (url: string, body: object): Promise<string> => {
    const answer = await world.slackDev('POST', url, body);
    return `${answer.status} ${await answer.text()}`;
  };

  test('answers the person alone, or everyone', async () => {
    const url = urlOf(desk, office);
    expect(await respond(url, { text: 'for you' })).toBe('200 ok');
    expect(await respond(url, { text: 'for all', response_type: 'in_channel' })).toBe('200 ok');
    const messages = (await see(desk)).conversations[0]!.messages.slice(-2);
    expect(messages).toMatchObject([
      { text: 'for you', ephemeral: true },
      { text: 'for all', ephemeral: false },
    ]);
  });

  test('replaces and deletes the message it came from', async () => {
    const direct = await directOf(doctor);
    const { ts } = await world.slack.chat.postMessage({ channel: direct, text: 'card' });
    const url = urlOf(doctor, direct, ts);
    await respond(url, { text: 'card, changed', replace_original: true });
    expect(await textsIn(doctor, direct)).toEqual(['card, changed']);
    await respond(url, { delete_original: true });
    expect(await textsIn(doctor, direct)).toEqual([]);
    expect(await respond(url, { text: 'gone', replace_original: true })).toBe('404 message_not_found');
  });

  test('replaces a private message, and what a command’s address has said before', async () => {
    const direct = await directOf(doctor);
    const { message_ts } = await world.slack.chat.postEphemeral({ channel: direct, user: doctor, text: 'which one?' });
    await respond(urlOf(doctor, direct, message_ts), { text: 'that one', replace_original: true });
    const command = urlOf(doctor, direct);
    await respond(command, { text: 'Booking…', replace_original: true });
    await respond(command, { text: 'Booked.', replace_original: true });
    expect(await textsIn(doctor, direct)).toEqual(['that one', 'Booked.']);
  });

  test('works five times, counted over a kill, and refuses what Slack refuses', async () => {
    const url = urlOf(desk, office);
    expect(await respond(url, {})).toBe('400 no_text');
    const [one, two] = [await respond(url, { text: '1' }), await respond(url, { text: '2' })];
    await world.kill();
    await world.start();
    const [three, four] = [await respond(url, { text: '3' }), await respond(url, { text: '4' })];
    expect([one, two, three, four]).toEqual(['200 ok', '200 ok', '200 ok', '200 ok']);
    expect(await respond(url, { text: '5' })).toBe('404 used_url');
    expect(await respond(urlOf(desk, 'C0NOWHERE'), { text: 'x' })).toBe('400 channel_not_found');
  });

  test('ends after half an hour', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clinic-response-url-'));
    try {
      let aheadMs = 0;
      const store = openJournalStore(join(folder, 'slack.jsonl'));
      const urls = createResponseUrls(
        store,
        async () => ({ ok: true }),
        () => Date.now() + aheadMs,
      );
      const post = () => urls.post({ user: 'U1', channel: 'C1', ts: null, nonce: 'n' }, { text: 'x' });
      expect(await post()).toEqual({ status: 200, text: 'ok' });
      aheadMs = 29 * 60_000;
      expect(await post()).toEqual({ status: 200, text: 'ok' });
      aheadMs = 31 * 60_000;
      expect(await post()).toEqual({ status: 404, text: 'expired_url' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
