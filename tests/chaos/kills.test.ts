import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ApiSession } from '../support/api-session.js';
import { cardOf, createDemoPeople, textAbout, type DemoPeople } from '../support/demo-people.js';
import { freeSlot, type SessionBody } from '../support/free-slot.js';
import { checkInvariants } from '../support/invariants.js';
import { startStoryStack, type StoryStack } from '../support/story-stack.js';
import { waitFor } from '../support/wait-for.js';

let stack: StoryStack;
let people: DemoPeople;
let desk: ApiSession;

beforeAll(async () => {
  stack = await startStoryStack();
  people = createDemoPeople(() => stack.card());
}, 120_000);
afterAll(async () => {
  await stack?.close();
}, 60_000);
beforeEach(async () => {
  await stack.startAll();
  desk = await people.signInAs('SECRETARY');
}, 60_000);

const sessionOf = async (id: string): Promise<SessionBody> => (await desk.get<SessionBody>(`/sessions/${id}`)).body;
const becomes = (id: string, status: string, timeoutMs = 40_000): Promise<SessionBody> =>
  waitFor(
    async () => {
      const session = await sessionOf(id);
      return session.status === status ? session : undefined;
    },
    { timeoutMs, describe: `session ${status}` },
  );
const isFree = async ({ doctorId, patientId, startsAt }: Awaited<ReturnType<typeof freeSlot>>): Promise<boolean> => {
  const query = new URLSearchParams({ doctorId, patientId, startsAt });
  return (await desk.get<{ bookable: boolean }>(`/slots/explain?${query.toString()}`)).body.bookable;
};

describe('no ghosts', () => {
  test('booking while no worker runs answers 503 in time, and nothing is booked later', async () => {
    const wanted = await freeSlot(desk);
    const key = randomUUID();
    await stack.kill('worker');
    const asked = Date.now();
    const answer = await desk.post('/sessions', wanted, key);
    expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(Date.now() - asked).toBeLessThan(12_500);
    await stack.start('worker');
    const again = await freeSlot(desk);
    expect((await desk.post('/sessions', again)).status).toBe(201);
    expect(await isFree(wanted)).toBe(true);
    // The run that nobody answered may still be ending; until then the same key is told to ask again.
    await waitFor(async () => (await desk.post('/sessions', wanted, key)).status === 201, {
      timeoutMs: 40_000,
      describe: 'the same request to be booked',
    });
  }, 120_000);

  test('a refused booking can be asked again with a new key at once', async () => {
    const wanted = await freeSlot(desk);
    const first = await desk.post<SessionBody>('/sessions', wanted);
    expect((await desk.post('/sessions', wanted)).status).toBe(409);
    expect((await desk.post(`/sessions/${first.body.id}/cancel`, { reason: 'test' })).status).toBe(200);
    expect((await desk.post('/sessions', wanted)).status).toBe(201);
  }, 60_000);

  test('worker and Temporal killed in mid-booking: a session that works, or nothing', async () => {
    const wanted = await freeSlot(desk);
    const key = randomUUID();
    const asked = desk.post<SessionBody>('/sessions', wanted, key);
    await waitFor(async () => (await stack.countHolds(wanted.doctorId, wanted.startsAt)) === 1, {
      timeoutMs: 10_000,
      intervalMs: 2,
      describe: 'hold committed',
    });
    await Promise.all([stack.kill('worker'), stack.kill('temporal')]);
    expect([201, 503]).toContain((await asked).status);
    await stack.startAll();
    const again = await waitFor(
      async () => {
        const answer = await desk.post<SessionBody>('/sessions', wanted, key);
        return answer.status === 503 ? undefined : answer;
      },
      { timeoutMs: 60_000, intervalMs: 500, describe: 'an answer to the repeated request' },
    );
    expect(again.status).toBe(201);
    const doctor = people.doctor(wanted.doctorId);
    // An attempt that died with its worker is repeated when its time is over.
    const card = await cardOf(doctor, again.body.code, /Approve/, 40_000);
    expect(await doctor.press(card, 'approve')).toBe(200);
    await becomes(again.body.id, 'APPROVED');
    expect(await stack.countHolds(wanted.doctorId, wanted.startsAt)).toBe(1);
  }, 150_000);
});

describe('exactly once', () => {
  test('the worker is killed between the click and the text: after the restart exactly one arrives', async () => {
    const wanted = await freeSlot(desk);
    const { body } = await desk.post<SessionBody>('/sessions', wanted);
    const phone = people.phoneOf(wanted.patientId);
    const doctor = people.doctor(wanted.doctorId);
    await textAbout(phone, body.code, /not yet confirmed/);
    const card = await cardOf(doctor, body.code, /Approve/);
    // The provider takes the text and cuts the line, so the worker dies not knowing whether it was sent.
    await stack.fault({ service: 'twilio', kind: 'accept_then_drop', path: 'Messages', method: 'POST', times: 1 });
    expect(await doctor.press(card, 'approve')).toBe(200);
    await waitFor(async () => (await stack.pendingFaults()) === 0, {
      timeoutMs: 20_000,
      intervalMs: 5,
      describe: 'text accepted',
    });
    await stack.kill('worker');
    await stack.start('worker');
    const prompts = async () =>
      (await phone.texts()).filter(({ body: text }) => text.includes(body.code) && /Reply 1/.test(text));
    await waitFor(
      async () => {
        const { items } = (
          await desk.get<{ items: { kind: string; channel: string; status: string }[] }>(
            `/sessions/${body.id}/messages`,
          )
        ).body;
        return items.some(
          ({ kind, channel, status }) => kind === 'APPROVED' && channel === 'SMS' && status !== 'QUEUED',
        );
      },
      { timeoutMs: 90_000, describe: 'text settled' },
    );
    expect(await prompts()).toHaveLength(1);
  }, 150_000);

  test('Approve while no worker runs is accepted, and applied after the restart', async () => {
    const wanted = await freeSlot(desk);
    const { body } = await desk.post<SessionBody>('/sessions', wanted);
    const doctor = people.doctor(wanted.doctorId);
    const card = await cardOf(doctor, body.code, /Approve/);
    await stack.kill('worker');
    expect(await doctor.press(card, 'approve')).toBe(200);
    expect((await sessionOf(body.id)).status).toBe('PENDING');
    await stack.start('worker');
    await becomes(body.id, 'APPROVED');
    await cardOf(doctor, body.code, /Approved/);
    await textAbout(people.phoneOf(wanted.patientId), body.code, /Reply 1/);
  }, 120_000);
});

describe('outages', () => {
  const OUTAGE_MS = 20_000;

  async function outage(name: 'temporal' | 'postgres'): Promise<void> {
    const wanted = await freeSlot(desk);
    const { status, body } = await desk.post<SessionBody>('/sessions', wanted);
    expect({ status, body }).toMatchObject({ status: 201 });
    const other = await freeSlot(desk);
    await stack.kill(name);
    const until = Date.now() + OUTAGE_MS;
    const refused = await desk.post('/sessions', other);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    const decision = await desk.post(`/sessions/${body.id}/cancel`, { reason: 'outage' });
    expect([503]).toContain(decision.status);
    await waitFor(() => Date.now() >= until, {
      timeoutMs: OUTAGE_MS + 5_000,
      intervalMs: 250,
      describe: 'end of outage',
    });
    await stack.start(name);
    await waitFor(
      async () => {
        const answer = await desk.post<SessionBody>('/sessions', other).catch(() => undefined);
        return answer?.status === 201 || answer?.status === 409;
      },
      { timeoutMs: 60_000, intervalMs: 500, describe: 'bookings go on' },
    );
    const admin = await people.signInAs('ADMIN');
    const approval = await waitFor(
      async () => {
        const answer = await admin.post(`/sessions/${body.id}/approve`, {});
        return answer.status === 503 ? undefined : answer;
      },
      { timeoutMs: 60_000, intervalMs: 500, describe: 'decisions go on' },
    );
    expect([200, 202]).toContain(approval.status);
    await becomes(body.id, 'APPROVED');
    await textAbout(people.phoneOf(wanted.patientId), body.code, /Reply 1/);
  }

  test('Temporal away for twenty seconds', () => outage('temporal'), 180_000);
  test('PostgreSQL away for twenty seconds', () => outage('postgres'), 180_000);
});

describe('after all this', () => {
  const broken = (): Promise<string[]> => checkInvariants(stack.card().superuserDatabaseUrl);

  test('the data is sound, and every message has left', async () => {
    await waitFor(async () => (await broken()).length === 0, { timeoutMs: 60_000, describe: 'sound data' }).catch(
      async (cause: unknown) => {
        throw new Error(`not sound: ${(await broken()).join('; ')}`, { cause });
      },
    );
  }, 90_000);

  test('no phone has got the same text twice', async () => {
    for (const { patientId } of stack.card().phones) {
      const bodies = (await people.phoneOf(patientId).texts()).map(({ body }) => body);
      expect(bodies).toEqual([...new Set(bodies)]);
    }
  });

  test('every open session has a running workflow, and nothing else has', async () => {
    const { items } = (await desk.get<{ items: SessionBody[] }>('/sessions?status=PENDING,APPROVED&limit=200')).body;
    const open = items.map(({ id }) => `session/${id}`).sort();
    const running = async (): Promise<string[]> => {
      const ids: string[] = [];
      const query = `WorkflowType = 'session' AND ExecutionStatus = 'Running'`;
      for await (const { workflowId } of stack.temporal.workflow.list({ query })) ids.push(workflowId);
      return ids.sort();
    };
    await waitFor(async () => (await running()).join() === open.join(), {
      timeoutMs: 30_000,
      describe: 'a running workflow for each open session and no other',
    });
  });
});
