import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signIn, type ApiAnswer, type ApiSession } from '../support/api-session.js';
import { createDemoPeople } from '../support/demo-people.js';
import { freeSlot, type SessionBody } from '../support/free-slot.js';
import { startStoryStack, type StoryStack } from '../support/story-stack.js';
import { waitFor } from '../support/wait-for.js';

let stack: StoryStack;
let desk: ApiSession;
let admin: ApiSession;
beforeAll(async () => {
  stack = await startStoryStack();
  const people = createDemoPeople(() => stack.card());
  [desk, admin] = [await people.signInAs('SECRETARY'), await people.signInAs('ADMIN')];
}, 120_000);
afterAll(() => stack?.close(), 60_000);

const doctorOf = async (doctorId: string): Promise<ApiSession> => {
  const seat = stack.card().signIns.find((candidate) => candidate.doctorId === doctorId);
  if (!seat) throw new Error('The doctor has no account.');
  return signIn(stack.card().api, seat.email, seat.password);
};

/** A word that was accepted and not applied yet is waited for; the session as it is then. */
async function settled(who: ApiSession, id: string, answering: Promise<ApiAnswer>): Promise<SessionBody> {
  const { status, body } = await answering;
  if (status === 200) return body as unknown as SessionBody;
  expect([status, body]).toEqual([202, { decisionId: expect.any(String) }]);
  const path = `/sessions/${id}/decisions/${String(body['decisionId'])}`;
  const decision = await waitFor(
    async () => {
      const answer = (await who.get<{ state: string; session: SessionBody }>(path)).body;
      return answer.state === 'PENDING' ? undefined : answer;
    },
    { timeoutMs: 20_000, describe: 'decision' },
  );
  expect(decision.state).toBe('APPLIED');
  return decision.session;
}

test('a session is moved, called off, reopened, corrected and deleted, through workflows that end and begin again', async () => {
  const wanted = await freeSlot(desk);
  const other = await freeSlot(desk);
  const doctor = await doctorOf(wanted.doctorId);
  const { id } = (await desk.post<SessionBody>('/sessions', wanted)).body;
  const path = `/sessions/${id}`;
  await settled(doctor, id, doctor.post(`${path}/approve`));

  const slots = `/slots?doctorId=${wanted.doctorId}&sessionId=${id}&from=${other.startsAt.slice(0, 10)}`;
  const until = new Date(Date.parse(other.startsAt) + 7 * 86_400_000).toISOString().slice(0, 10);
  const { items } = (await desk.get<{ items: { startsAt: string }[] }>(`${slots}&to=${until}`)).body;
  const startsAt = items[2]?.startsAt ?? '';
  const proposed = await desk.post(`${path}/move`, { startsAt });
  expect(proposed).toMatchObject({ status: 200, body: { status: 'APPROVED', move: { awaiting: 'DOCTOR', startsAt } } });
  expect(await settled(doctor, id, doctor.post(`${path}/move/approve`))).toMatchObject({ startsAt, move: null });

  expect((await desk.post(`${path}/cancel`, { reason: 'ill' })).body).toMatchObject({ status: 'CANCELLED' });
  await waitFor(async () => !(await isRunning(id)), { timeoutMs: 20_000, describe: 'end of the workflow' });
  expect(await admin.post(`${path}/reopen`, { reason: 'well again' })).toMatchObject({
    status: 200,
    body: { status: 'APPROVED', startsAt },
  });
  expect(await isRunning(id)).toBe(true);

  const change = { note: 'ring the bell', reason: 'asked by phone' };
  expect(await admin.patch(path, change)).toMatchObject({ status: 200, body: { note: 'ring the bell' } });
  expect((await admin.delete(path, { reason: 'entered twice' })).status).toBe(204);
  expect((await admin.get(path)).status).toBe(404);
  await waitFor(async () => !(await isRunning(id)), { timeoutMs: 20_000, describe: 'end of the workflow' });
}, 120_000);

async function isRunning(id: string): Promise<boolean> {
  const { status } = await stack.temporal.workflow.getHandle(`session/${id}`).describe();
  return status.name === 'RUNNING';
}
