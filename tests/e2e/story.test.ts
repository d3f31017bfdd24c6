import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { DEMO_PASSWORD } from '../../dev/seed/people.js';
import type { ApiSession } from '../support/api-session.js';
import { cardOf, createDemoPeople, textAbout, type DemoPeople } from '../support/demo-people.js';
import { freeSlot, type SessionBody } from '../support/free-slot.js';
import { keptWords, telltales, tellingIn } from '../support/personal-words.js';
import { startStoryStack, type StoryStack } from '../support/story-stack.js';
import { waitFor } from '../support/wait-for.js';

let stack: StoryStack;
let people: DemoPeople;
let desk: ApiSession;

beforeAll(async () => {
  stack = await startStoryStack();
  people = createDemoPeople(() => stack.card());
  desk = await people.signInAs('SECRETARY');
}, 120_000);
afterAll(() => stack?.close(), 60_000);

const sessionIs = (id: string, like: Partial<SessionBody>): Promise<SessionBody> =>
  waitFor(
    async () => {
      const { body } = await desk.get<SessionBody>(`/sessions/${id}`);
      return Object.entries(like).every(([key, value]) => body[key as keyof SessionBody] === value) ? body : undefined;
    },
    { timeoutMs: 20_000, describe: `session to be ${JSON.stringify(like)}` },
  );

describe('the main story', () => {
  test('a secretary books, the doctor approves in Slack, the patient is told and answers 1', async () => {
    const wanted = await freeSlot(desk);
    const booked = await desk.post<SessionBody>('/sessions', { ...wanted, visitReason: 'Check-up' });
    expect(booked.status).toBe(201);
    const { id, code } = booked.body;
    const phone = people.phoneOf(wanted.patientId);
    const doctor = people.doctor(wanted.doctorId);
    await textAbout(phone, code, /not yet confirmed/);

    const card = await cardOf(doctor, code, /Approve/);
    expect(await doctor.press(card, 'approve')).toBe(200);
    await sessionIs(id, { status: 'APPROVED', attendance: 'UNKNOWN' });
    const prompt = await textAbout(phone, code, /Reply 1 to confirm/);
    expect(prompt.body.length).toBeLessThanOrEqual(160);
    await cardOf(doctor, code, /Approved/);

    await phone.answer('1');
    await sessionIs(id, { status: 'APPROVED', attendance: 'CONFIRMED' });
    await textAbout(phone, code, /thank you for confirming/i);
    await cardOf(doctor, code, /onfirmed/);

    const patient = (await desk.get<{ email: string }>(`/patients/${wanted.patientId}`)).body;
    const mail = await waitFor(
      async () => (await people.mails(patient.email)).find(({ text }) => text.includes(code) && /approved/i.test(text)),
      { timeoutMs: 20_000, describe: 'approval mail' },
    );
    expect(mail.subject).toMatch(/^Elm Street Clinic: /);
    const outcomes = (await people.secretaryChannel()).filter(({ text }) => text.includes(code));
    expect(outcomes).toHaveLength(1);

    const history = await desk.get<{ items: { kind: string; channel: string; version: number }[] }>(
      `/sessions/${id}/history`,
    );
    expect(history.body.items.map(({ kind }) => kind)).toEqual(['BOOKED', 'APPROVED', 'CONFIRMED']);
    expect(history.body.items.map(({ channel }) => channel)).toEqual(['API', 'SLACK', 'SMS']);
    expect((await phone.texts()).filter(({ body }) => body.includes(code))).toHaveLength(3);
  });

  test('a doctor rejects with a reason; the patient reads kind words and other times, never the note', async () => {
    const wanted = await freeSlot(desk);
    const { body } = await desk.post<SessionBody>('/sessions', wanted);
    const doctor = people.doctor(wanted.doctorId);
    const card = await cardOf(doctor, body.code, /Reject/);
    expect(await doctor.press(card, 'reject')).toBe(200);
    const incomplete = await doctor.submitRejection('TIME_UNAVAILABLE', ' ');
    expect(JSON.parse(incomplete.body)).toMatchObject({ response_action: 'errors' });
    expect((await doctor.submitRejection('TIME_UNAVAILABLE', 'operating theatre')).status).toBe(200);
    await sessionIs(body.id, { status: 'REJECTED' });
    const text = await textAbout(people.phoneOf(wanted.patientId), body.code, /not possible/);
    expect(text.body).not.toContain('operating theatre');
    expect(text.body).toMatch(/Other free times/);
    await cardOf(doctor, body.code, /Rejected/);
    await waitFor(async () => (await people.secretaryChannel()).some(({ text: line }) => line.includes(body.code)), {
      timeoutMs: 20_000,
      describe: 'outcome in the secretaries’ channel',
    });
  });

  test('a secretary books by one line of chat', async () => {
    const secretary = people.secretary();
    const wanted = await freeSlot(desk);
    const patient = (await desk.get<{ fullName: string }>(`/patients/${wanted.patientId}`)).body;
    const doctors = (await desk.get<{ items: { id: string; fullName: string }[] }>('/doctors')).body.items;
    const doctor = doctors
      .find(({ id }) => id === wanted.doctorId)
      ?.fullName.split(' ')
      .at(-1);
    const local = new Date(wanted.startsAt).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' });
    const [date, time] = [local.slice(0, 10), local.slice(11, 16)];
    const answer = await secretary.command(`book dr-${doctor?.toLowerCase()} "${patient.fullName}" ${date} ${time}`);
    expect(answer.status).toBe(200);
    const items = async () =>
      (await desk.get<{ items: SessionBody[] }>(`/sessions?patientId=${wanted.patientId}&sort=-createdAt`)).body.items;
    const booked = await waitFor(async () => (await items()).find(({ startsAt }) => startsAt === wanted.startsAt), {
      timeoutMs: 20_000,
      describe: 'session booked by chat',
    });
    const told = await waitFor(
      async () => {
        const words = answer.body + JSON.stringify(await answer.later());
        return words.includes(booked.code) ? words : undefined;
      },
      { timeoutMs: 10_000, describe: 'answer to the command' },
    );
    expect(told).toContain(time);
  });
});

describe('many at once', () => {
  test('fifty bookings of one slot: one is made, forty-nine are told the alternatives, nothing is left behind', async () => {
    const wanted = await freeSlot(desk);
    const answers = await Promise.all(Array.from({ length: 50 }, () => desk.post<SessionBody>('/sessions', wanted)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
    for (const { status, body } of answers) {
      if (status === 409)
        expect(body).toMatchObject({
          code: 'slot_taken',
          alternatives: expect.any(Array),
          conflicts: expect.any(Array),
        });
    }
    const refused = answers.find(({ status }) => status === 409)?.body as unknown as { alternatives: unknown[] };
    expect(refused.alternatives).toHaveLength(3);
    const { body } = await desk.get<{ items: SessionBody[] }>(`/sessions?doctorId=${wanted.doctorId}&limit=200`);
    expect(body.items.filter(({ startsAt }) => startsAt === wanted.startsAt)).toHaveLength(1);
    const open = body.items.filter(({ status }) => ['PENDING', 'APPROVED'].includes(status)).map(({ id }) => id);
    await waitFor(
      async () => {
        const running: string[] = [];
        const query = `ExecutionStatus = 'Running' AND DoctorId = '${wanted.doctorId}'`;
        for await (const { workflowId } of stack.temporal.workflow.list({ query })) running.push(workflowId);
        return (
          running.sort().join() ===
          open
            .map((id) => `session/${id}`)
            .sort()
            .join()
        );
      },
      { timeoutMs: 15_000, describe: 'a running workflow for each open session and no other' },
    );
  });

  test('one key sent ten times at once is one session; with another body it is a conflict', async () => {
    const wanted = await freeSlot(desk);
    const key = `same-${Date.now()}`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => desk.post<SessionBody>('/sessions', wanted, key)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await desk.post('/sessions', { ...wanted, durationMinutes: 15 }, key);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
  });

  test('forty more clicks after the first each get their answer, and the workflow ends', async () => {
    const wanted = await freeSlot(desk);
    const { body } = await desk.post<SessionBody>('/sessions', wanted);
    const admin = await people.signInAs('ADMIN');
    const rejection = { reason: 'not today', category: 'OTHER' };
    const clicks = await Promise.all(
      Array.from({ length: 41 }, () => admin.post(`/sessions/${body.id}/reject`, rejection)),
    );
    expect(clicks.every(({ status }) => [200, 202, 409].includes(status))).toBe(true);
    await waitFor(
      async () =>
        (await stack.temporal.workflow.getHandle(`session/${body.id}`).describe()).status.name === 'COMPLETED',
      { timeoutMs: 30_000, describe: 'workflow ended' },
    );
    const late = clicks.filter(({ status }) => status === 202).map((click) => String(click.body['decisionId']));
    const decisions = await Promise.all(late.map((id) => admin.get(`/sessions/${body.id}/decisions/${id}`)));
    const states = decisions.map((decision) => decision.body['state']);
    expect(states).not.toContain('PENDING');
    const applied = clicks.filter(({ status }) => status === 200).length + states.filter((s) => s === 'APPLIED').length;
    expect(applied).toBe(1);
  });
});

describe('afterwards', () => {
  test('no log of any process tells who anybody is, what they wrote, or a secret', async () => {
    const card = stack.card();
    const client = new pg.Client({ connectionString: card.superuserDatabaseUrl });
    await client.connect();
    const kept = await keptWords(async (sql) => (await client.query<{ value: string }>(sql)).rows).finally(() =>
      client.end(),
    );
    const { slackBotToken, slackSigningSecret, twilioAuthToken } = card;
    const words = telltales([
      ...kept,
      DEMO_PASSWORD,
      slackBotToken,
      slackSigningSecret,
      twilioAuthToken,
      'operating theatre',
    ]);
    expect(words.length).toBeGreaterThan(100);
    const files = readdirSync(card.logs).filter((name) => name.endsWith('.log'));
    expect(files).toEqual(expect.arrayContaining(['api.log', 'bots.log', 'worker.log']));
    const lines = files.flatMap((name) =>
      readFileSync(join(card.logs, name), 'utf8')
        .split('\n')
        .map((line) => `${name}: ${line}`),
    );
    expect(tellingIn(lines, words)).toEqual([]);
  });
});
