import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ViewValues } from '../../../dev/simulator/contract.js';
import { waitFor } from '../../support/wait-for.js';
import { errorOf, modal, openSimulatorDesk, type SimulatorDesk } from './simulator-server-desk.js';

let world: SimulatorDesk;
beforeAll(async () => {
  world = await openSimulatorDesk();
}, 30_000);
afterEach(() => world.bots.answer((_sent, res) => res.end()));
afterAll(async () => {
  await world?.[Symbol.asyncDispose]();
});

describe('a modal', () => {
  const note: ViewValues = { note: { n: { type: 'plain_text_input', value: 'knee' } } };

  test('is sent with the state of all its inputs, and closes', async () => {
    const id = await open('Book');
    expect(await (await submit(id, note)).json()).toEqual({ state: 'CLOSED' });
    expect(world.bots.last()).toMatchObject({
      type: 'view_submission',
      view: {
        id,
        callback_id: 'book',
        private_metadata: 'kept',
        state: { values: { ...note, who: { w: { type: 'external_select', selected_option: null } } } },
      },
    });
    expect((await world.desk()).modals).toEqual([]);
  });

  test('stays with errors', async () => {
    const id = await open('Book');
    world.bots.answer((_sent, res) => res.json({ response_action: 'errors', errors: { note: 'Say more.' } }));
    expect(await (await submit(id, note)).json()).toEqual({ state: 'OPEN', errors: { note: 'Say more.' } });
    expect((await world.desk()).modals).toHaveLength(1);
  });

  test('is updated, pushed onto and cleared as the bot says', async () => {
    const id = await open('Book');
    world.bots.answer((_sent, res) => res.json({ response_action: 'update', view: modal('Check') }));
    expect(await (await submit(id, note)).json()).toEqual({ state: 'OPEN', errors: {} });
    expect(await titles()).toEqual(['Check']);
    world.bots.answer((_sent, res) => res.json({ response_action: 'push', view: modal('Sure?') }));
    expect(await (await submit(id, note)).json()).toEqual({ state: 'OPEN', errors: {} });
    expect(await titles()).toEqual(['Check', 'Sure?']);
    world.bots.answer((_sent, res) => res.json({ response_action: 'clear' }));
    const top = (await world.desk()).modals.at(-1)!;
    expect(await (await submit(top.id, {})).json()).toEqual({ state: 'CLOSED' });
    expect(await titles()).toEqual([]);
  });

  test('stays when the bots do not answer in time, or not in Slack’s words', async () => {
    const id = await open('Book');
    world.bots.answer(() => undefined);
    const late = await submit(id, note);
    expect(late.status).toBe(502);
    expect(await errorOf(late)).toBe(
      'We had some trouble connecting. Try again? The bots did not answer within 3 seconds.',
    );
    world.bots.answer((_sent, res) => res.json({ response_action: 'update' }));
    expect((await submit(id, note)).status).toBe(502);
    expect(await titles()).toEqual(['Book']);
  });

  test('closed by the person is told to a bot that asked for it, and is gone', async () => {
    const id = await open('Quiet');
    const sent = world.bots.sent.length;
    expect((await world.act(`/views/${id}/close`)).status).toBe(204);
    expect(world.bots.sent.length).toBe(sent);
    const told = await open('Told', { notify_on_close: true });
    await world.act(`/views/${told}/close`);
    expect(world.bots.last()).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: told } });
    expect(await titles()).toEqual([]);
    expect((await submit(told, note)).status).toBe(409);
    await expect(world.slack.views.update({ view_id: told, view: modal('Late') })).rejects.toThrow('not_found');
  });

  test('offers what the bot says for what was typed', async () => {
    const id = await open('Book');
    const option = { text: { type: 'plain_text', text: 'Sara Ali' }, value: 'p1' };
    const wanted = { viewId: id, blockId: 'who', actionId: 'w', value: 'sa', values: note };
    world.bots.answer((_sent, res) => res.json({ options: [option] }));
    expect(await (await world.act('/options', wanted)).json()).toEqual({ options: [option] });
    expect(world.bots.last()).toMatchObject({ type: 'block_suggestion', action_id: 'w', value: 'sa', view: { id } });
    world.bots.answer((_sent, res) => res.json({ option_groups: [{ options: [option] }, { options: [option] }] }));
    expect(await (await world.act('/options', wanted)).json()).toEqual({ options: [option, option] });
    world.bots.answer((_sent, res) => res.end());
    expect((await world.act('/options', wanted)).status).toBe(502);
    world.bots.answer(() => undefined);
    expect(await errorOf(await world.act('/options', wanted))).toBe('The bots did not answer within 3 seconds.');
    await world.act(`/views/${id}/close`);
  });

  test('a choice in it that acts at once goes out with the view, and its trigger can push', async () => {
    const id = await open('Book');
    const choice = { text: { type: 'plain_text', text: 'Sara Ali' }, value: 'p1' };
    const element = { type: 'external_select', selected_option: choice };
    const place = { in: { kind: 'VIEW', viewId: id, values: { who: { w: element } } }, blockId: 'who', actionId: 'w' };
    expect((await world.act('/actions', { ...place, element })).status).toBe(204);
    expect(world.bots.last()).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: id },
      view: { id, state: { values: { who: { w: element } } } },
      actions: [{ ...element, action_id: 'w', block_id: 'who' }],
    });
    await world.slack.views.push({ trigger_id: String(world.bots.last().trigger_id), view: modal('Above') });
    expect(await titles()).toEqual(['Book', 'Above']);
    await world.act(`/views/${id}/close`);
    expect(await titles()).toEqual([]);
  });

  const titles = async (): Promise<unknown[]> => (await world.desk()).modals.map(({ title }) => title?.text);
  const submit = (id: string, values: ViewValues): Promise<Response> => world.act(`/views/${id}/submit`, { values });
  async function open(title: string, more: object = {}): Promise<string> {
    await world.say('/session');
    const { trigger_id: triggerId } = world.bots.last();
    const { view } = await world.slack.views.open({
      trigger_id: String(triggerId),
      view: { ...modal(title), ...more },
    });
    return view!.id!;
  }
});

describe('the Home tab', () => {
  test('is asked of the bot by an event, and shown as it publishes it', async () => {
    expect((await world.desk()).home).toBeNull();
    world.bots.answer(async ({ event }, res) => {
      const { user } = event as { user: string };
      res.end();
      await world.slack.views.publish({ user_id: user, view: { type: 'home', callback_id: 'home', blocks: [] } });
    });
    expect((await world.act('/home')).status).toBe(204);
    expect(world.bots.last()).toMatchObject({
      type: 'event_callback',
      team_id: 'T000000001',
      event: { type: 'app_home_opened', user: world.doctor, tab: 'home' },
    });
    await waitFor(async () => (await world.desk()).home?.callback_id === 'home', { describe: 'a Home tab' });
    await world.act('/home');
    expect(world.bots.last()).toMatchObject({ event: { view: { type: 'home', callback_id: 'home' } } });
  });
});
