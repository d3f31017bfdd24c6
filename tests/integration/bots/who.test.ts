import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { ACTION_IDS } from '../../../domain/chat/actions.js';
import { waitFor } from '../../support/wait-for.js';
import { openBotsWorld, type BotsWorld } from './bots-world.js';
import { apiSession, freshTrigger, postCard, press, readCard, shownText, type SlackCard } from './doctor-desk.js';
import { problem } from './fake-api.js';

describe('Who?', () => {
  let world: BotsWorld;
  let card: SlackCard;
  beforeAll(async () => {
    world = await openBotsWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.api.calls.length = 0;
    card = await postCard(world);
  });

  const ask = async () =>
    press(world, card, { actionId: ACTION_IDS.who, key: 'who', triggerId: await freshTrigger(world, world.doctor) });
  const newestView = async () => JSON.stringify((await world.views(world.doctor))[0] ?? null);

  it('shows name and visit reason to the doctor only, asked for on their behalf', async () => {
    world.api.on('getSession', () => ({ status: 200, body: apiSession() }));
    expect((await ask()).status).toBe(200);
    await waitFor(async () => (await newestView()).includes('Sara Ali'));
    expect(await newestView()).toContain('Knee pain since Tuesday');
    expect(world.api.callsOf('getSession')).toMatchObject([{ subject: world.doctor }]);
    expect(shownText(await readCard(world, card.channelId, card.message.ts))).not.toContain('Sara');
  });

  it('opens at once and tells the truth when the API is slow', async () => {
    world.api.on('getSession', async () => {
      await pause(4_000);
      return { status: 200, body: apiSession() };
    });
    await ask();
    await waitFor(async () => (await newestView()).includes('Looking up'), { timeoutMs: 2_000 });
    await waitFor(async () => (await newestView()).includes('Sara Ali'));
  });

  it('shows a refusal in the modal', async () => {
    world.api.on('getSession', () => problem(403, 'forbidden'));
    await ask();
    await waitFor(async () => (await newestView()).includes('You may not do that'));
  });
});
