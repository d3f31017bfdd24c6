import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { ACTION_IDS } from '../../../domain/chat/actions.js';
import { faultSchema } from '../../../dev/faults/faults.js';
import { secretaryOutcome } from '../../../domain/chat/outcome.js';
import { waitFor } from '../../support/wait-for.js';
import { openBotsWorld, type BotsWorld } from './bots-world.js';
import {
  apiSession,
  cardView,
  freshTrigger,
  postCard,
  press,
  readCard,
  shownText,
  type SlackCard,
} from './doctor-desk.js';
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
    expect(await newestView()).not.toContain('Phone');
    expect(world.api.callsOf('getSession')).toMatchObject([{ subject: world.doctor }]);
    expect(shownText(await readCard(world, card.channelId, card.message.ts))).not.toContain('Sara');
  });

  it('tells the office whom to call, from its channel', async () => {
    const patient = { id: '0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a12', fullName: 'Sara Ali', phone: '+15550100101' };
    world.api.on('getSession', () => ({ status: 200, body: apiSession({ patient }) }));
    const { text, blocks } = secretaryOutcome(cardView({ status: 'APPROVED' }), 'DECLINED');
    const { channel, ts } = await world.slack.chat.postMessage({ channel: 'office', text, blocks });
    const outcome = await readCard(world, String(channel), String(ts));
    expect(shownText(outcome)).not.toContain('Sara');
    const triggerId = await freshTrigger(world, world.secretary);
    await press(world, outcome, { actionId: ACTION_IDS.who, key: 'who', userId: world.secretary, triggerId });
    await waitFor(async () => JSON.stringify(await world.views(world.secretary)).includes('+15550100101'));
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

  it('shows the name although the answer to opening the modal was lost', async () => {
    world.api.on('getSession', () => ({ status: 200, body: apiSession() }));
    world.faults.add(faultSchema.parse({ service: 'slack', kind: 'accept_then_drop', path: 'views.open' }));
    await ask();
    await waitFor(async () => (await newestView()).includes('Sara Ali'));
  });

  it('draws again where Slack was silent, and says so privately where it stays silent', async () => {
    world.api.on('getSession', () => ({ status: 200, body: apiSession() }));
    const silence = { service: 'slack', kind: 'error', path: 'views.update' };
    world.faults.add(faultSchema.parse(silence));
    await ask();
    await waitFor(async () => (await newestView()).includes('Sara Ali'));
    await world.settled();
    world.faults.add(faultSchema.parse({ ...silence, times: null }));
    await ask();
    await waitFor(async () => (await world.privateAnswers('who')).some(({ text }) => text.includes('ask again')));
    world.faults.clear();
  });

  it('shows a refusal in the modal', async () => {
    world.api.on('getSession', () => problem(403, 'forbidden'));
    await ask();
    await waitFor(async () => (await newestView()).includes('You may not do that'));
  });
});
