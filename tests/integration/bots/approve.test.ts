import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { ACTION_IDS } from '../../../domain/chat/actions.js';
import { waitFor } from '../../support/wait-for.js';
import { openBotsWorld, type BotsWorld } from './bots-world.js';
import {
  apiSession,
  APPROVED_FIELDS,
  hasButtons,
  postCard,
  press,
  readCard,
  SESSION_ID,
  shownText,
  type SlackCard,
} from './doctor-desk.js';
import { problem } from './fake-api.js';

describe('Approve', () => {
  let world: BotsWorld;
  let card: SlackCard;
  let key: string;
  let counter = 0;
  beforeAll(async () => {
    world = await openBotsWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    key = `approve-${++counter}`;
    world.faults.clear();
    world.api.calls.length = 0;
    world.api.unlinked.clear();
    world.api.on('getSession', () => ({ status: 200, body: apiSession() }));
    card = await postCard(world);
  });

  const approve = (options: object = {}) => press(world, card, { actionId: ACTION_IDS.approve, key, ...options });
  const current = () => readCard(world, card.channelId, card.message.ts);
  const alreadyDecided = () =>
    problem(409, 'already_decided', { sessionStatus: 'APPROVED', decidedBy: APPROVED_FIELDS.decidedBy });

  it('shows "working…", sends the decision on behalf of the doctor, then acknowledges and leaves the result to others', async () => {
    let shownDuringCall = '';
    world.api.on('approveSession', async () => {
      shownDuringCall = shownText(await current());
      return { status: 200, body: apiSession(APPROVED_FIELDS) };
    });
    expect((await approve()).status).toBe(200);
    expect(shownDuringCall).toContain('Working…');
    expect(shownDuringCall).not.toContain('"actions"');
    expect(world.api.callsOf('approveSession')).toMatchObject([
      { subject: world.doctor, params: { id: SESSION_ID }, body: { version: 1 } },
    ]);
    expect(hasButtons(await current())).toBe(false);
    expect(await world.privateAnswers(key)).toEqual([]);
  });

  it('does not acknowledge before the decision is taken', async () => {
    const order: string[] = [];
    world.api.on('approveSession', async () => {
      await pause(300);
      order.push('taken');
      return { status: 200, body: apiSession(APPROVED_FIELDS) };
    });
    await approve().then(() => order.push('acknowledged'));
    expect(order).toEqual(['taken', 'acknowledged']);
  });

  it('sends the same key when Slack delivers the click again, and another for another click', async () => {
    world.api.on('approveSession', () => ({ status: 200, body: apiSession(APPROVED_FIELDS) }));
    await approve({ actionTs: '1800000000.000100' });
    await approve({ actionTs: '1800000000.000100', retryNum: 1 });
    await approve({ actionTs: '1800000000.000200' });
    const [first, again, other] = world.api.callsOf('approveSession').map((call) => call.idempotencyKey);
    expect(first).toBeTruthy();
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('gives the buttons back and says so privately when the API is down', async () => {
    world.api.on('approveSession', () => problem(503, 'temporarily_unavailable', { retryAfterSeconds: 2 }));
    world.api.on('getSession', () => problem(503, 'temporarily_unavailable'));
    expect((await approve()).status).toBe(200);
    await waitFor(async () => hasButtons(await current()));
    const [answer] = await waitFor(async () => nonEmpty(await world.privateAnswers(key)));
    expect(answer).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(answer?.text).toContain('did not answer');
    expect((await current()).message.blocks).toEqual(card.message.blocks);
  });

  it('acknowledges in time when the API hangs', async () => {
    world.api.on('approveSession', async () => {
      await pause(4_000);
      return { status: 200, body: apiSession(APPROVED_FIELDS) };
    });
    const startedAt = Date.now();
    expect((await approve()).status).toBe(200);
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    await waitFor(async () => hasButtons(await current()));
  });

  it('shows the session as it is now when it was decided elsewhere, and changes nothing', async () => {
    world.api.on('approveSession', alreadyDecided);
    world.api.on('getSession', () => ({ status: 200, body: apiSession(APPROVED_FIELDS) }));
    expect((await approve()).status).toBe(200);
    const [answer] = await waitFor(async () => nonEmpty(await world.privateAnswers(key)));
    expect(answer?.text).toBe('This request was already approved by Dr Layla Haddad. Your answer changed nothing.');
    const shown = await current();
    expect(hasButtons(shown)).toBe(false);
    expect(shownText(shown)).toContain('*Approved* by Dr Layla Haddad, Sun 2 May 10:00 CEST');
  });

  it('answers a stranger privately and leaves the card as it was', async () => {
    world.api.on('approveSession', () => problem(403, 'forbidden'));
    world.api.on('getSession', () => problem(403, 'forbidden'));
    await approve({ userId: world.secretary });
    const [answer] = await waitFor(async () => nonEmpty(await world.privateAnswers(key)));
    expect(answer?.text).toContain('You may not do that');
    expect((await current()).message.blocks).toEqual(card.message.blocks);
  });

  it('tells somebody who is not linked what to do', async () => {
    world.api.unlinked.add('U0STRANGER');
    await approve({ userId: 'U0STRANGER' });
    const [answer] = await waitFor(async () => nonEmpty(await world.privateAnswers(key)));
    expect(answer?.text).toContain('not linked');
    expect(world.api.callsOf('approveSession')).toEqual([]);
  });

  it('answers each of forty quick clicks and draws "working…" once', async () => {
    let decided = false;
    world.api.on('approveSession', () => {
      if (decided) return alreadyDecided();
      decided = true;
      return { status: 200, body: apiSession(APPROVED_FIELDS) };
    });
    world.api.on('getSession', () => ({ status: 200, body: apiSession(APPROVED_FIELDS) }));
    const updates = () => world.faults.requests('slack').filter(({ path }) => path.includes('chat.update')).length;
    const before = updates();
    const responses = await Promise.all(Array.from({ length: 40 }, () => approve()));
    expect(responses.map(({ status }) => status)).toEqual(Array(40).fill(200));
    const answers = await waitFor(async () => atLeast(39, await world.privateAnswers(key)));
    expect(answers).toHaveLength(39);
    expect(updates() - before).toBeLessThan(40);
  });

  it('ignores that "working…" cannot be drawn', async () => {
    world.faults.add({
      service: 'slack',
      kind: 'error',
      path: 'chat.update',
      times: 1,
      delayMs: 0,
      status: 500,
      retryAfterSeconds: 1,
    });
    world.api.on('approveSession', () => ({ status: 200, body: apiSession(APPROVED_FIELDS) }));
    expect((await approve()).status).toBe(200);
    expect(world.api.callsOf('approveSession')).toHaveLength(1);
    expect(await world.privateAnswers(key)).toEqual([]);
  });

  it('waits 800 ms at most for "working…", and draws over it when it arrives after the result', async () => {
    world.faults.add({
      service: 'slack',
      kind: 'latency',
      path: 'chat.update',
      times: 1,
      delayMs: 2_000,
      status: 500,
      retryAfterSeconds: 1,
    });
    world.api.on('approveSession', () => ({ status: 200, body: apiSession(APPROVED_FIELDS) }));
    world.api.on('getSession', () => ({ status: 200, body: apiSession(APPROVED_FIELDS) }));
    const startedAt = Date.now();
    await approve();
    expect(Date.now() - startedAt).toBeLessThan(1_500);
    const arrivals = () => world.faults.requests('slack').filter(({ fault }) => fault === 'latency').length;
    await waitFor(() => Promise.resolve(arrivals() === 1));
    await waitFor(async () => shownText(await current()).includes('*Approved*'));
  });

  it('follows a decision that waits, and tells when it was refused in the end', async () => {
    let asked = 0;
    world.api.on('approveSession', () => ({ status: 202, body: { decisionId: SESSION_ID } }));
    world.api.on('getDecision', () => ({
      status: 200,
      body:
        ++asked < 2
          ? { state: 'PENDING' }
          : { state: 'REFUSED', code: 'already_decided', session: apiSession(APPROVED_FIELDS) },
    }));
    world.api.on('getSession', () => ({ status: 200, body: apiSession(APPROVED_FIELDS) }));
    await approve();
    expect(shownText(await current())).toContain('Working…');
    const [answer] = await waitFor(async () => nonEmpty(await world.privateAnswers(key)));
    expect(answer?.text).toContain('already approved');
    await waitFor(async () => shownText(await current()).includes('*Approved*'));
  });

  it('explains a button that is none of ours', async () => {
    await press(world, card, { actionId: ACTION_IDS.approve, key, version: 0 });
    const [answer] = await waitFor(async () => nonEmpty(await world.privateAnswers(key)));
    expect(answer?.text).toContain('went wrong');
    expect(world.api.callsOf('approveSession')).toEqual([]);
  });
});

function nonEmpty<T>(items: T[]): T[] | null {
  return items.length > 0 ? items : null;
}

function atLeast<T>(count: number, items: T[]): T[] | null {
  return items.length >= count ? items : null;
}
