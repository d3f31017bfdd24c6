import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACTION_IDS } from '../../../domain/chat/actions.js';
import {
  encodeSlackBody,
  signedSlackRequest,
  slackSignature,
  slashCommand,
} from '../../../dev/simulator/slack-requests.js';
import { openBotsWorld, SIGNING_SECRET, type BotsWorld } from './bots-world.js';
import { apiSession, postCard, press } from './doctor-desk.js';

describe('requests from Slack', () => {
  let world: BotsWorld;
  beforeAll(async () => {
    world = await openBotsWorld();
    world.api.on('approveSession', () => ({ status: 200, body: apiSession() }));
  });
  afterAll(() => world.close());
  beforeEach(() => void (world.api.calls.length = 0));

  const help = () =>
    slashCommand({ userId: world.secretary, text: 'help', responseUrl: world.responseUrl('signature') });
  const send = (options: Partial<Parameters<typeof signedSlackRequest>[0]>) =>
    signedSlackRequest({ url: world.eventsUrl, signingSecret: SIGNING_SECRET, payload: help(), ...options });
  const minutesAgo = (minutes: number) => Math.floor(Date.now() / 1_000) - minutes * 60;

  it('accepts a right signature', async () => {
    const response = await send({});
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('/session book');
  });

  it('accepts one that is four minutes old', async () => {
    expect((await send({ timestamp: minutesAgo(4) })).status).toBe(200);
  });

  it.each<[string, () => Partial<Parameters<typeof signedSlackRequest>[0]>]>([
    [
      'a wrong one',
      () => ({ signature: slackSignature('another secret', String(minutesAgo(0)), encodeSlackBody(help())) }),
    ],
    ['a missing one', () => ({ signature: null })],
    ['an old one', () => ({ timestamp: minutesAgo(6) })],
    ['one from the future', () => ({ timestamp: minutesAgo(-6) })],
    ['a changed body', () => ({ tamperedBody: encodeSlackBody({ ...help(), text: 'book everything' }) })],
    ['nonsense', () => ({ signature: 'v0=zz' })],
    ['nothing in it', () => ({ signature: 'v0=' })],
  ])('refuses %s', async (_, options) => {
    expect((await send(options())).status).toBe(401);
  });

  it('refuses a click with a wrong signature without asking the API', async () => {
    const card = await postCard(world);
    const response = await signedSlackRequest({
      url: world.eventsUrl,
      signingSecret: 'wrong',
      payload: { type: 'block_actions', actions: [{ action_id: ACTION_IDS.approve }], message: card.message },
    });
    expect(response.status).toBe(401);
    expect(world.api.calls).toEqual([]);
    expect((await press(world, card, { actionId: ACTION_IDS.approve, key: 'signature' })).status).toBe(200);
  });

  it('refuses a body of a megabyte', async () => {
    expect((await send({ payload: { ...help(), text: 'x'.repeat(1_000_000) } })).status).toBe(413);
  });

  it('answers health and unknown paths', async () => {
    expect(await (await fetch(`${world.url}/healthz`)).json()).toEqual({ status: 'ok' });
    const unknown = await fetch(`${world.url}/nothing`);
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });
});
