import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { slashCommand, viewSubmission } from '../../../dev/simulator/slack-requests.js';
import { ACTION_IDS, encodeActionValue } from '../../../domain/chat/actions.js';
import { BOOK_VIEW } from '../../../domain/chat/book-ids.js';
import type { Role } from '../../../domain/actor.js';
import { localDateOf } from '../../../domain/time/local-date.js';
import { BOT } from '../../support/api-context.js';
import { TEST_ZONE } from '../../support/clinic.js';
import { waitFor } from '../../support/wait-for.js';
import { openWorld, type World } from '../api/world.js';
import { homeOpened, send, suggestion, valuesOf, viewAction, type Entered } from './booking-desk.js';
import { openBotsWorld, type BotsWorld, type SlackView } from './bots-world.js';
import { freshTrigger } from './doctor-desk.js';

/** From a new Slack account to a decision on Home, by what people type and press. */
describe('a desk in Slack before the real API', () => {
  let clinic: World;
  let bots: BotsWorld;
  beforeAll(async () => {
    clinic = await openWorld();
    bots = await openBotsWorld({ realApi: { origin: clinic.origin, botClient: BOT } });
  }, 120_000);
  afterAll(async () => {
    await bots.close();
    await clinic[Symbol.asyncDispose]();
  });

  async function type(userId: string, text: string): Promise<string> {
    const triggerId = await freshTrigger(bots, userId);
    return (await send(bots, slashCommand({ userId, text, responseUrl: bots.responseUrl('desk'), triggerId }))).text();
  }
  const shown = (userId: string, part: string): Promise<SlackView> =>
    waitFor(
      async () => {
        const views = await bots.views(userId);
        return views.find((view) => JSON.stringify(view).includes(part));
      },
      { describe: `a view with ${part}` },
    );
  async function link(role: Role, userId: string): Promise<void> {
    const { body } = await clinic.as(role).post<{ code: string }>('/auth/chat/link-codes', { channel: 'SLACK' });
    expect(await type(userId, `link ${body.code}`)).toContain('You are linked as');
  }

  it('links, books by the form and decides on Home', async () => {
    expect(await type(bots.secretary, 'today')).toContain('/session link CODE');
    expect(await type(bots.secretary, 'link NOT-A-CODE')).toContain('Get a new one');
    await link('SECRETARY', bots.secretary);
    await link('DOCTOR', bots.doctor);

    const [doctor] = clinic.clinic.doctors;
    const [, patient] = clinic.clinic.patients;
    await type(bots.secretary, 'book');
    const form = await shown(bots.secretary, doctor.fullName);
    const typed = patient.fullName.slice(0, 3);
    const found = await (await send(bots, suggestion({ userId: bots.secretary, typed }))).text();
    expect(found).toContain(patient.id);

    const startsAt = await clinic.freshStart(doctor.id);
    const entered: Entered = { patient, doctor, day: localDateOf(Date.parse(startsAt), TEST_ZONE), reason: 'Check-up' };
    const values = valuesOf(form, entered);
    await send(bots, viewAction({ userId: bots.secretary, view: form, actionId: BOOK_VIEW.day.actionId, values }));
    const filled = await shown(bots.secretary, startsAt);
    const whole = { userId: bots.secretary, view: filled, values: valuesOf(filled, { ...entered, startsAt }) };
    await send(bots, viewSubmission(whole));
    const booked = JSON.stringify(await shown(bots.secretary, 'Waiting for the doctor'));
    const code = /Booked (\w+)\*/.exec(booked)?.[1] ?? '';
    const [row] = await clinic.sql<{ id: string; version: number; visit_reason: string }>(
      'SELECT id, version, visit_reason FROM sessions WHERE code = $1',
      [code],
    );
    expect(row?.visit_reason).toBe('Check-up');
    expect(await type(bots.doctor, 'pending')).toContain(code);

    await send(bots, homeOpened(bots.doctor));
    const home = await shown(bots.doctor, code);
    const value = encodeActionValue({ sessionId: row?.id ?? '', version: row?.version ?? 0 });
    await send(bots, viewAction({ userId: bots.doctor, view: home, actionId: ACTION_IDS.approve, value }));
    await shown(bots.doctor, `Approved: *${code}*`);
    expect(await type(bots.secretary, 'pending')).not.toContain(code);
  });
});
