import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Slot } from '../../../domain/availability/types.js';
import { instantsOfDates, localDateOf, plusDays } from '../../../domain/time/local-date.js';
import { type Scene, scene } from '../../unit/domain/support/arbitrary-clinic.js';
import { type AgreementWorld, openAgreementWorld, type Staged } from './slot-agreement-world.js';

/**
 * Through HTTP and the database, with the activity that books: a slot is listed if and only if booking it succeeds, and
 * the explanation says which. Random schedules, exceptions, sessions, overbookings, policies and zones, around days on
 * which clocks change.
 */
const RUNS = 40;
const DAY_MS = 86_400_000;
const STEP_MS = 300_000;
const PROBES = 6;
const LISTED = 12;

let world: AgreementWorld;
beforeAll(async () => {
  world = await openAgreementWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

test('listed if and only if it can be booked, and explained alike', async () => {
  let booked = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(scene, fc.nat(), probes, async (view, picked, offsets) => {
      const moved = inTheFuture(view);
      const staged = await world.stage(moved);
      const asked = ask(staged, moved);
      const before = await asked.list();
      for (const { startsAt } of spread(before, LISTED)) {
        expect(await asked.explain(startsAt)).toMatchObject({ bookable: true, reasons: [] });
      }
      for (const startsAt of unlisted(moved, before, offsets)) {
        await expectRefused(asked, startsAt);
        refused += 1;
      }
      // Starts that were free a moment ago, the first of them for certain: booking one changes the rest.
      for (const wanted of [0, 1, 2].map((offset) => before[(picked + offset * 7) % before.length])) {
        if (wanted === undefined) break;
        if (await expectAgreement(asked, wanted.startsAt)) booked += 1;
        else refused += 1;
      }
    }),
    // A smaller scene is not worth minutes of requests; the seed brings this one back.
    { numRuns: RUNS, endOnFailure: true },
  );
  // The scenes are worth something only if both happen often.
  expect(booked).toBeGreaterThan(RUNS / 4);
  expect(refused).toBeGreaterThan(RUNS * 2);
}, 120_000);

interface Verdict {
  bookable: boolean;
  reasons: { rule: string }[];
  alternatives: Slot[];
}

type Asked = ReturnType<typeof ask>;

const probes = fc.array(fc.nat(600), { minLength: PROBES, maxLength: PROBES });

function ask({ doctorId, patientId, roomId, desk }: Staged, { date, durationMinutes }: Scene) {
  const base = `doctorId=${doctorId}&patientId=${patientId}&durationMinutes=${durationMinutes}`;
  const inRoom = roomId === null ? '' : `&roomId=${roomId}`;
  return {
    async list(more = ''): Promise<Slot[]> {
      const query = `/slots?${base}${inRoom}${more}&from=${date}&to=${plusDays(date, 1)}&limit=200`;
      const first = (await desk.get<{ items: Slot[]; nextCursor: string | null }>(query)).body;
      if (first.nextCursor === null) return first.items;
      const second = (await desk.get<{ items: Slot[] }>(`${query}&cursor=${first.nextCursor}`)).body;
      return [...first.items, ...second.items];
    },
    explain: async (startsAt: string, room = inRoom): Promise<Verdict> =>
      (await desk.get<Verdict>(`/slots/explain?${base}${room}&startsAt=${startsAt}`)).body,
    book: (startsAt: string) =>
      desk.post('/sessions', { doctorId, patientId, durationMinutes, startsAt, ...(roomId ? { roomId } : {}) }),
  };
}

/** Books a start that is listed or, by now, is not: true when it was booked. */
async function expectAgreement(asked: Asked, startsAt: string): Promise<boolean> {
  const before = await asked.list();
  if (!before.some((slot) => slot.startsAt === startsAt)) {
    await expectRefused(asked, startsAt);
    return false;
  }
  expect(await asked.explain(startsAt)).toMatchObject({ bookable: true, reasons: [] });
  const { status, body } = await asked.book(startsAt);
  expect([startsAt, status]).toEqual([startsAt, 201]);
  expect(starts(await asked.list())).not.toContain(startsAt);
  expect(starts(await asked.list(`&sessionId=${String(body['id'])}`))).toEqual(starts(before));
  return true;
}

async function expectRefused(asked: Asked, startsAt: string): Promise<void> {
  const { bookable, reasons, alternatives } = await asked.explain(startsAt);
  const rules = reasons.map(({ rule }) => rule);
  const { status, body } = await asked.book(startsAt);
  expect([startsAt, bookable, [409, 422].includes(status)]).toEqual([startsAt, false, true]);
  expect(rules).not.toEqual([]);
  if (body['code'] === 'slot_not_bookable') {
    expect((body['reasons'] as Verdict['reasons']).map(({ rule }) => rule)).toEqual(rules);
  } else if (body['code'] === 'slot_taken') {
    expect(['doctor_busy', 'room_busy', 'no_room', 'patient_busy']).toEqual(expect.arrayContaining(rules));
  } else {
    expect(body['code']).toBe('validation_failed');
    expect(['doctor_inactive', 'no_room']).toEqual(expect.arrayContaining([rules.at(-1)]));
  }
  for (const { startsAt: other } of alternatives.slice(0, 1))
    expect((await asked.explain(other, '')).bookable).toBe(true);
}

/** At most so many of them, from the first to the last. */
function spread<T>(items: readonly T[], count: number): T[] {
  const every = Math.max(1, Math.ceil(items.length / count));
  return items.filter((_, index) => index % every === 0);
}

const starts = (slots: Slot[]): string[] => slots.map(({ startsAt }) => startsAt);

/** Starts of the local day that are not listed: by the clock, and right beside those that are. */
function unlisted({ date, input }: Scene, listed: Slot[], offsets: number[]): string[] {
  const known = new Set(starts(listed));
  const byTheClock = offsets.map((offset) => Date.parse(date) - DAY_MS / 2 + offset * STEP_MS);
  const beside = listed.slice(0, 2).map(({ startsAt }) => Date.parse(startsAt) - STEP_MS);
  return [...byTheClock, ...beside]
    .filter((ms) => localDateOf(ms, input.doctor.timeZone) === date)
    .map((ms) => new Date(ms).toISOString())
    .filter((startsAt) => !known.has(startsAt));
}

/** The same scene around the same change of its zone's clocks in a later year: a booking must not be late for the database. */
function inTheFuture(view: Scene): Scene {
  const year = new Date().getUTCFullYear() + 2;
  const days = Math.round((Date.parse(sameChange(view, year)) - Date.parse(view.date)) / DAY_MS);
  const byMs = days * DAY_MS;
  const { input } = view;
  return {
    ...view,
    date: plusDays(view.date, days),
    nowMs: view.nowMs + byMs,
    telehealth: false,
    input: {
      ...input,
      exceptions: input.exceptions.map((one) => ({
        ...one,
        from: plusDays(one.from, days),
        to: plusDays(one.to, days),
      })),
      busy: input.busy.map((one) => ({ ...one, startMs: one.startMs + byMs, endMs: one.endMs + byMs })),
    },
  };
}

/** The day of that year, near the scene's, that is as long as the scene's. */
function sameChange({ date, input }: Scene, year: number): string {
  const hours = (day: string): number => {
    const { fromMs, toMs } = instantsOfDates(day, plusDays(day, 1), input.doctor.timeZone);
    return (toMs - fromMs) / 3_600_000;
  };
  const sameDate = `${year}${date.slice(4)}`;
  const around = Array.from({ length: 61 }, (_, index) => plusDays(sameDate, index - 30));
  return hours(sameDate) === hours(date) ? sameDate : (around.find((day) => hours(day) === hours(date)) ?? sameDate);
}
