import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ApiAnswer, ApiSession } from '../support/api-session.js';
import { createDemoPeople, type DemoPeople, type Phone } from '../support/demo-people.js';
import { freeSlot, type SessionBody, type Wanted } from '../support/free-slot.js';
import { checkInvariants } from '../support/invariants.js';
import { startStoryStack, type StoryStack } from '../support/story-stack.js';
import { waitFor } from '../support/wait-for.js';
import { watchHolds } from './hold-watch.js';

let stack: StoryStack;
let people: DemoPeople;
let desk: ApiSession;
let admin: ApiSession;

beforeAll(async () => {
  stack = await startStoryStack();
  people = createDemoPeople(() => stack.card());
}, 120_000);
afterAll(async () => {
  await stack?.close();
}, 60_000);
beforeEach(async () => {
  await stack.startAll();
  [desk, admin] = [await people.signInAs('SECRETARY'), await people.signInAs('ADMIN')];
}, 60_000);

const sessionOf = async (id: string): Promise<SessionBody> => (await desk.get<SessionBody>(`/sessions/${id}`)).body;

/** As a client does that is told to ask again: with the same key, until it hears what it came to. */
const insist = (who: ApiSession, path: string, body: unknown, key: string): Promise<ApiAnswer> =>
  waitFor(
    async () => {
      const answer = await who.post(path, body, key);
      return answer.status === 503 ? undefined : answer;
    },
    { timeoutMs: 90_000, intervalMs: 500, describe: `an answer to ${path}` },
  );

async function approved(wanted: Wanted): Promise<SessionBody> {
  const { body } = await desk.post<SessionBody>('/sessions', wanted);
  await insist(admin, `/sessions/${body.id}/approve`, {}, randomUUID());
  await waitFor(async () => (await sessionOf(body.id)).status === 'APPROVED', { describe: 'approved' });
  return body;
}

/** A later free time of the same doctor. */
async function anotherTime({ doctorId, patientId, startsAt }: Wanted): Promise<string> {
  const day = (offset: number): string =>
    new Date(Date.parse(startsAt) + offset * 86_400_000).toISOString().slice(0, 10);
  const query = `doctorId=${doctorId}&patientId=${patientId}&from=${day(1)}&to=${day(8)}`;
  const { items } = (await desk.get<{ items: { startsAt: string }[] }>(`/slots?${query}`)).body;
  const slot = items[5];
  if (!slot) throw new Error('The demo clinic has no other free slot in that week.');
  return slot.startsAt;
}

async function moveThroughKills(kills: { proposing: boolean; deciding: boolean }, verdict: 'approve' | 'reject') {
  const wanted = await freeSlot(desk);
  const { id, code } = await approved(wanted);
  const startsAt = await anotherTime(wanted);
  const phone = people.phoneOf(wanted.patientId);
  await quiet(id);
  await using watch = await watchHolds(stack.card().superuserDatabaseUrl, id);

  const [moveKey, decideKey] = [randomUUID(), randomUUID()];
  const proposing = desk.post(`/sessions/${id}/move`, { startsAt }, moveKey);
  await watch.until(id, 'the new time is held');
  if (kills.proposing) await stack.kill('worker');
  await proposing;
  await stack.startAll();
  expect(await insist(desk, `/sessions/${id}/move`, { startsAt }, moveKey)).toMatchObject({
    status: 200,
    body: { startsAt: wanted.startsAt, move: { status: 'PROPOSED', awaiting: 'DOCTOR', startsAt } },
  });
  expect(await watch.holds(id)).toEqual([
    { startsAt: wanted.startsAt, isProposal: false },
    { startsAt, isProposal: true },
  ]);

  await quiet(id);
  const textsBefore = await textsAbout(phone, code);
  const body = verdict === 'reject' ? { reason: 'another patient needs it' } : {};
  const deciding = admin.post(`/sessions/${id}/move/${verdict}`, body, decideKey);
  await watch.until(id, verdict === 'approve' ? 'the move is approved' : 'the move is over');
  if (kills.deciding) await stack.kill('worker');
  await deciding;
  await stack.startAll();
  const answer = await insist(admin, `/sessions/${id}/move/${verdict}`, body, decideKey);
  expect([200, 202]).toContain(answer.status);
  const now = verdict === 'approve' ? startsAt : wanted.startsAt;
  await waitFor(async () => (await sessionOf(id)).startsAt === now, { describe: 'the right time' });
  expect(await watch.holds(id)).toEqual([{ startsAt: now, isProposal: false }]);
  expect(watch.faults).toEqual([]);
  return { id, newTexts: async () => (await textsAbout(phone, code)) - textsBefore };
}

/** Resolves when everything that was to be said about a session has left. */
const quiet = (id: string): Promise<boolean> =>
  waitFor(
    async () => {
      const { items } = (await desk.get<{ items: { status: string }[] }>(`/sessions/${id}/messages`)).body;
      return items.length > 0 && items.every(({ status }) => status !== 'QUEUED');
    },
    { timeoutMs: 90_000, describe: 'nothing left to be said' },
  );

const textsAbout = async (phone: Phone, code: string): Promise<number> =>
  (await phone.texts()).filter(({ body }) => body.includes(code)).length;

describe('a patient whose session is moved while workers are killed has one time, always', () => {
  test('killed when the new time is held', async () => {
    await moveThroughKills({ proposing: true, deciding: false }, 'approve');
  }, 150_000);

  test('killed when the move is approved, and the patient is told once', async () => {
    const { id, newTexts } = await moveThroughKills({ proposing: false, deciding: true }, 'approve');
    await quiet(id);
    expect(await newTexts()).toBe(1);
  }, 200_000);

  test('killed at both steps', async () => {
    await moveThroughKills({ proposing: true, deciding: true }, 'approve');
  }, 200_000);

  test('killed when the move is rejected', async () => {
    await moveThroughKills({ proposing: true, deciding: true }, 'reject');
  }, 200_000);

  test('and the data is sound afterwards', async () => {
    const broken = (): Promise<string[]> => checkInvariants(stack.card().superuserDatabaseUrl);
    await waitFor(async () => (await broken()).length === 0, { timeoutMs: 60_000, describe: 'sound data' }).catch(
      async (cause: unknown) => {
        throw new Error(`not sound: ${(await broken()).join('; ')}`, { cause });
      },
    );
  }, 90_000);
});
