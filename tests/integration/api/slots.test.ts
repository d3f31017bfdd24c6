import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Slot } from '../../../domain/availability/types.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

interface SlotPage {
  items: Slot[];
  nextCursor: string | null;
}
interface Verdict {
  bookable: boolean;
  reasons: { rule: string; detail: string }[];
  alternatives: Slot[];
}
const date = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const day = (): string => `doctorId=${world.clinic.doctors[0].id}&from=${date(5)}&to=${date(6)}`;

describe('free slots', () => {
  it('are those of the local day, by pages', async () => {
    const all = await world.as('PATIENT').get<SlotPage>(`/slots?${day()}&limit=200`);
    expect(all.body.items).toHaveLength(39);
    expect(all.body.items[0]?.roomIds).toHaveLength(2);
    const first = await world.as('PATIENT').get<SlotPage>(`/slots?${day()}&limit=30`);
    const second = await world.as('PATIENT').get<SlotPage>(`/slots?${day()}&limit=30&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items]).toEqual(all.body.items);
    expect(second.body.nextCursor).toBeNull();
  });

  it('are exactly those that can be booked', async () => {
    const { items } = (await world.as('SECRETARY').get<SlotPage>(`/slots?${day()}&limit=200`)).body;
    const startsAt = items[4]?.startsAt;
    const body = { doctorId: world.clinic.doctors[0].id, patientId: world.clinic.patients[0].id, startsAt };
    const booked = await world.as('SECRETARY').post('/sessions', body);
    expect(booked.status).toBe(201);
    const after = (await world.as('SECRETARY').get<SlotPage>(`/slots?${day()}&limit=200`)).body.items;
    const gone = items.filter((slot) => !after.some((left) => left.startsAt === slot.startsAt));
    expect(gone.map((slot) => slot.startsAt)).toEqual(items.slice(3, 6).map((slot) => slot.startsAt));
    const moving = await world
      .as('SECRETARY')
      .get<SlotPage>(`/slots?${day()}&limit=200&sessionId=${String(booked.body['id'])}`);
    expect(moving.body.items).toHaveLength(39);
    const query = `doctorId=${body.doctorId}&startsAt=${encodeURIComponent(String(startsAt))}`;
    const taken = (await world.as('SECRETARY').get<Verdict>(`/slots/explain?${query}`)).body;
    expect(taken).toMatchObject({ bookable: false, reasons: [{ rule: 'doctor_busy' }] });
    expect(taken.alternatives).toHaveLength(3);
  });

  it('need no room for telehealth', async () => {
    const free = `doctorId=${world.clinic.doctors[0].id}&from=${date(8)}&to=${date(9)}`;
    const [slot] = (await world.as('SECRETARY').get<SlotPage>(`/slots?${free}`)).body.items;
    const query = `${free}&telehealth=true`;
    const listed = (await world.as('SECRETARY').get<SlotPage>(`/slots?${query}`)).body.items;
    expect(listed[0]).toMatchObject({ startsAt: slot?.startsAt, roomIds: [] });
    expect((await world.as('SECRETARY').get(`/slots?${query}&roomId=${slot?.roomIds[0]}`)).status).toBe(422);
  });

  it.each([
    ['no doctor', () => `from=${date(1)}&to=${date(2)}`],
    ['32 days', () => `doctorId=${world.clinic.doctors[0].id}&from=${date(1)}&to=${date(33)}`],
    ['an empty range', () => `doctorId=${world.clinic.doctors[0].id}&from=${date(1)}&to=${date(1)}`],
    ['the 30th of February', () => `doctorId=${world.clinic.doctors[0].id}&from=2027-02-30&to=2027-03-02`],
    ['an unknown doctor', () => `doctorId=${crypto.randomUUID()}&from=${date(1)}&to=${date(2)}`],
    ['an unknown room', () => `${day()}&roomId=${crypto.randomUUID()}`],
    ['a duration of a minute', () => `${day()}&durationMinutes=1`],
    ['a doctor twice', () => `${day()}&doctorId=${world.clinic.doctors[1].id}`],
  ])('refuse %s', async (_what, query) => {
    const answer = await world.as('SECRETARY').get(`/slots?${query()}`);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  });

  it('tell nobody about patients and sessions that are not theirs', async () => {
    const foreign = `patientId=${world.clinic.patients[1].id}`;
    for (const query of [foreign, `patientId=${crypto.randomUUID()}`, `sessionId=${crypto.randomUUID()}`]) {
      expect((await world.as('PATIENT').get(`/slots?${day()}&${query}`)).status).toBe(403);
    }
    expect((await world.as('SECRETARY').get(`/slots?${day()}&${foreign}`)).status).toBe(200);
  });
});

describe('an explanation', () => {
  it('names every rule', async () => {
    const query = `doctorId=${world.clinic.doctors[0].id}&startsAt=2020-01-01T02:07:00Z`;
    const { body } = await world.as('PATIENT').get<Verdict>(`/slots/explain?${query}`);
    expect(body.bookable).toBe(false);
    expect(body.reasons.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['outside_hours', 'lead_time', 'off_step']),
    );
  });
});
