import type pg from 'pg';
import { listWindow } from '../../domain/availability/index.js';
import { plusDays } from '../../domain/time/local-date.js';
import { loadScheduling } from '../../prisma/stores/scheduling-store.js';
import { actorOf } from '../../tests/support/clinic.js';
import { median } from '../statistics.js';
import type { BenchDatabase } from '../with-database.js';
import { type Calendar, toInput } from './calendars.js';
import { engineSlots, luxonLoop, luxonLoopByDay, packageSlots, toIntervals, toPackageConfig } from './contestants.js';
import { readThenEngine, sqlSlots } from './sql-way.js';

/** The engine is quick, so that one repeat is the median of some runs. */
const ENGINE_RUNS = 21;

/** Finds the slots of all calendars once; answers milliseconds. */
export type Timed = () => Promise<number>;

async function elapsedMs(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function medianMs(runs: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await elapsedMs(work));
  return median(times);
}

/**
 * Each is prepared with what it takes, so that only finding slots and writing them as text is timed; what the peers take
 * is let go again, so that none of them fills the memory of another.
 */
export function pureContestants(calendars: readonly Calendar[]): Record<string, Timed> {
  const inputs = calendars.map((calendar) => ({ calendar, input: toInput(calendar) }));
  const withIntervals = (find: typeof luxonLoop): Timed => {
    return () => {
      const prepared = calendars.map((calendar) => ({ calendar, busy: toIntervals(calendar) }));
      return elapsedMs(() => prepared.forEach(({ calendar, busy }) => find(calendar, busy)));
    };
  };
  return {
    engine: () => medianMs(ENGINE_RUNS, () => inputs.forEach(({ input, calendar }) => engineSlots(input, calendar))),
    luxon: withIntervals(luxonLoop),
    luxonByDay: withIntervals(luxonLoopByDay),
    slotCalculator: () => {
      const configs = calendars.map(toPackageConfig);
      return elapsedMs(() => configs.forEach((config) => packageSlots(config)));
    },
  };
}

export function databaseContestants(
  { db, clinic }: BenchDatabase,
  client: pg.Client,
  calendars: readonly Calendar[],
): Record<string, Timed> {
  const ids = calendars.map(({ doctorId }) => doctorId);
  const secretary = actorOf('SECRETARY', clinic.secretary.userId);
  const oneByOne = async (): Promise<void> => {
    await db.app.withActor(secretary, async (tx) => {
      for (const calendar of calendars) {
        const window = listWindow({ from: calendar.from, to: plusDays(calendar.from, calendar.days) });
        const wish = { doctorId: calendar.doctorId, patientId: null, roomId: null, ignoreSessionId: null };
        const input = await loadScheduling(tx, { ...wish, ...window });
        if (input !== null) engineSlots(input, calendar);
      }
    });
  };
  return {
    sqlAtOnce: () => medianMs(3, () => sqlSlots(client, 'holds', ids)),
    readAtOnce: () => medianMs(3, () => readThenEngine(client, 'holds', ids)),
    sqlOneByOne: () =>
      elapsedMs(async () => {
        for (const id of ids) await sqlSlots(client, 'holds', [id]);
      }),
    storeOneByOne: () => elapsedMs(oneByOne),
  };
}
