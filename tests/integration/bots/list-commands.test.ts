import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { slashCommand } from '../../../dev/simulator/slack-requests.js';
import { answerAsClinic, HADDAD, NOW, page, send } from './booking-desk.js';
import { openBotsWorld, type BotsWorld } from './bots-world.js';
import { apiSession } from './doctor-desk.js';
import { problem } from './fake-api.js';

describe('/session', () => {
  let world: BotsWorld;
  beforeAll(async () => {
    world = await openBotsWorld({ now: () => NOW });
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.api.calls.length = 0;
    answerAsClinic(world);
    world.api.on('listSessions', () => page([apiSession()]));
  });

  async function ask(text: string, userId = world.secretary): Promise<string> {
    const response = await send(world, slashCommand({ userId, text, responseUrl: world.responseUrl('lists') }));
    const answer = (await response.json()) as { response_type: string; text: string; blocks?: unknown[] };
    expect(answer.response_type).toBe('ephemeral');
    return JSON.stringify([answer.text, answer.blocks]);
  }
  const asked = () => world.api.callsOf('listSessions').map(({ query }) => query);

  it('today: the whole house for the office, their own day for a doctor', async () => {
    const answer = await ask('today');
    for (const part of ['Monday 10 May 2027', '*10:30–11:00*', 'K7QP', 'waits for the doctor']) {
      expect(answer).toContain(part);
    }
    expect(answer).not.toContain('Sara');
    await ask('today', world.doctor);
    expect(asked()).toMatchObject([{ from: '2027-05-10', to: '2027-05-11' }, { doctorId: HADDAD.id }]);
    expect(asked()[0]).not.toHaveProperty('doctorId');
  });

  it('pending: what waits, until when', async () => {
    expect(await ask('pending')).toContain('decide by Tue 11 May 18:00 CEST');
    expect(asked()).toMatchObject([{ status: 'PENDING' }]);
  });

  it('says how many more there are after forty lines', async () => {
    world.api.on('listSessions', () => page(Array.from({ length: 55 }, () => apiSession())));
    const answer = await ask('pending');
    expect(answer.match(/K7QP/g)).toHaveLength(40);
    expect(answer).toContain('and 15 more');
  });

  it.each(['today', 'pending'])('%s: tells an outage, and a quiet day', async (word) => {
    world.api.on('listSessions', () => problem(503, 'temporarily_unavailable'));
    expect(await ask(word)).toContain('did not answer');
    world.api.on('listSessions', () => page([]));
    expect(await ask(word)).toMatch(/No sessions today|Nothing waits/);
  });

  it('link: redeems the code in the bot’s own name', async () => {
    world.api.on('linkChat', () => ({ status: 200, body: { link: {}, fullName: 'Tom Becker' } }));
    const answer = await ask('link `ABCD-1234`');
    expect(answer).toContain('You are linked as *Tom Becker*');
    expect(answer).toContain('/session today');
    expect(world.api.callsOf('linkChat')).toMatchObject([
      { subject: 'bots', body: { channel: 'SLACK', code: 'ABCD-1234', slackUserId: world.secretary } },
    ]);
  });

  it('link: says what to do about a code that is missing, wrong or tried too often', async () => {
    expect(await ask('link')).toContain('Which code?');
    const errors = [{ pointer: '/code', message: 'is not valid' }];
    world.api.on('linkChat', () => problem(422, 'validation_failed', { errors }));
    expect(await ask('link WRONG')).toContain('Get a new one');
    world.api.on('linkChat', () => ({ ...problem(429, 'rate_limited'), headers: { 'retry-after': '570' } }));
    expect(await ask('link WRONG')).toContain('wait 10 minutes');
  });

  it('suggests the nearest subcommand', async () => {
    expect(await ask('bok')).toContain('Did you mean `/session book`?');
  });
});
