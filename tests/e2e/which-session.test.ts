import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ApiSession } from '../support/api-session.js';
import { cardOf, createDemoPeople, textAbout, type DemoPeople } from '../support/demo-people.js';
import type { SessionBody } from '../support/free-slot.js';
import { startStoryStack, type StoryStack } from '../support/story-stack.js';
import { waitFor } from '../support/wait-for.js';

const DAY_MS = 86_400_000;
const WAIT = { timeoutMs: 20_000 };

let stack: StoryStack;
let people: DemoPeople;
let desk: ApiSession;

beforeAll(async () => {
  stack = await startStoryStack();
  people = createDemoPeople(() => stack.card());
  desk = await people.signInAs('SECRETARY');
}, 120_000);
afterAll(() => stack?.close(), 60_000);

const sessionOf = async (id: string): Promise<SessionBody> => (await desk.get<SessionBody>(`/sessions/${id}`)).body;

/** The demo's Jonas Weber, whose session of the seed waits for his answer. */
async function jonas(): Promise<{ patientId: string; waiting: SessionBody & { doctor: { id: string } } }> {
  const { items } = (await desk.get<{ items: { id: string }[] }>('/patients?search=Jonas')).body;
  const patientId = items[0]?.id ?? '';
  const sessions = await desk.get<{ items: (SessionBody & { doctor: { id: string } })[] }>(
    `/sessions?patientId=${patientId}&status=APPROVED`,
  );
  const waiting = sessions.body.items.find(({ attendance }) => attendance === 'UNKNOWN');
  if (waiting === undefined) throw new Error('The demo has no approved session of Jonas Weber.');
  return { patientId, waiting };
}

/** A later session with the same doctor, approved on the card. */
async function another(patientId: string, doctorId: string, after: string): Promise<SessionBody> {
  const day = (offset: number): string => new Date(Date.parse(after) + offset * DAY_MS).toISOString().slice(0, 10);
  const query = `doctorId=${doctorId}&patientId=${patientId}&from=${day(7)}&to=${day(14)}`;
  const slots = (await desk.get<{ items: { startsAt: string }[] }>(`/slots?${query}`)).body.items;
  const wanted = { doctorId, patientId, startsAt: slots[3]?.startsAt };
  const { body } = await desk.post<SessionBody>('/sessions', wanted);
  const doctor = people.doctor(doctorId);
  await doctor.press(await cardOf(doctor, body.code, /Approve/), 'approve');
  return body;
}

test('a patient with two sessions answers 1, is asked which one, and confirms the second', async () => {
  const { patientId, waiting } = await jonas();
  const phone = people.phoneOf(patientId);
  await textAbout(phone, waiting.code, /Reply 1 to confirm/);
  const booked = await another(patientId, waiting.doctor.id, waiting.startsAt);
  await textAbout(phone, booked.code, /Reply 1 to confirm/);

  await phone.answer('1');
  const question = await waitFor(async () => (await phone.texts()).find(({ body }) => /which one\?/.test(body)), {
    ...WAIT,
    describe: 'a question by time',
  });
  expect(question.body).toMatch(/^Elm Street Clinic: which one\? A: .+ \d\d:\d\d \S+, B: .+\. Reply A or B\.$/);
  expect(question.body.length).toBeLessThanOrEqual(160);

  await phone.answer('B');
  await textAbout(phone, booked.code, /thank you for confirming/i);
  expect(await sessionOf(booked.id)).toMatchObject({ status: 'APPROVED', attendance: 'CONFIRMED' });
  expect(await sessionOf(waiting.id)).toMatchObject({ status: 'APPROVED', attendance: 'UNKNOWN' });

  await phone.answer(`2 ${waiting.code.toLowerCase()}`);
  await textAbout(phone, waiting.code, /thank you for telling us/i);
  expect(await sessionOf(waiting.id)).toMatchObject({ attendance: 'DECLINED' });
  expect((await phone.texts()).filter(({ body }) => /One of us will read/.test(body))).toEqual([]);
});
