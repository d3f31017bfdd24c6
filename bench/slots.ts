import pg from 'pg';
import { drive, type Sample } from './measure.js';
import { writeResults } from './results-file.js';
import type { Calendar } from './slots/calendars.js';
import { DAYS, DOCTORS, hundredCalendars, writeClinic } from './slots/clinic-of-hundred.js';
import { measureCurves } from './slots/curve.js';
import { compareResults } from './slots/equal-results.js';
import { type HttpContestant, startProduct } from './slots/over-http.js';
import { startPrismaRoutes } from './slots/prisma-routes.js';
import { databaseContestants, pureContestants, type Timed } from './slots/timed.js';
import { summarise } from './statistics.js';
import { withBenchDatabase } from './with-database.js';

/**
 * Free slots of 100 doctors for 30 days: the rule engine alone, with the database's read, and over HTTP, beside a Luxon
 * loop, the package slot-calculator, multirange subtraction in SQL and a Prisma read; interleaved. Before that all of
 * them are compared on random calendars. Arguments: repeats, random calendars.
 */
const REPEATS = Number(process.argv[2] ?? 5);
const RANDOM_CALENDARS = Number(process.argv[3] ?? 10_000);
const HTTP_CLIENTS = [1, 8];
const HTTP_CALLS = 160;

async function timeAll(contestants: Record<string, Timed>): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]));
  for (let repeat = 0; repeat <= REPEATS; repeat += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const ms = await run();
      // The first round only warms up.
      if (repeat > 0) times.get(name)?.push(ms);
    }
    console.log(`repeat ${repeat} of ${REPEATS}`);
  }
  return times;
}

async function timeHttp(contestants: readonly HttpContestant[], calendars: readonly Calendar[]) {
  const samples = new Map<string, Sample[]>();
  for (let repeat = 0; repeat <= REPEATS; repeat += 1) {
    for (const clients of HTTP_CLIENTS) {
      for (const { name, ask } of contestants) {
        const calls = name.includes('Luxon') ? HTTP_CALLS / 8 : HTTP_CALLS;
        const sample = await drive(clients, calls, async (index) => {
          await ask(calendars[index % calendars.length] as Calendar);
        });
        const key = `${name} @${clients}`;
        if (repeat > 0) samples.set(key, [...(samples.get(key) ?? []), sample]);
      }
    }
  }
  return samples;
}

const ratios = (a: readonly number[] = [], b: readonly number[] = []) =>
  summarise(a.map((value, index) => value / (b[index] ?? Number.NaN)));

const results = await withBenchDatabase(10, async (bench) => {
  const client = new pg.Client({ connectionString: bench.db.superuserUrl });
  await client.connect();
  const compared = await compareResults(client, RANDOM_CALENDARS);
  const curves = measureCurves();
  const calendars = hundredCalendars();
  await writeClinic(client, calendars);
  const times = await timeAll({
    ...pureContestants(calendars),
    ...databaseContestants(bench, client, calendars),
  });
  const [product, plain] = [await startProduct(bench), await startPrismaRoutes(bench)];
  const http = await timeHttp([product.page, product.all, plain.read, plain.slots], calendars);
  for (const { close } of [product.page, plain.read]) await close();
  await client.end();
  const of = (name: string): number[] => times.get(name) ?? [];
  const rate = (contestant: HttpContestant, clients: number): number[] =>
    (http.get(`${contestant.name} @${clients}`) ?? []).map(({ perSecond }) => perSecond);
  return {
    repeats: REPEATS,
    compared,
    doctors: DOCTORS,
    days: DAYS,
    sessions: calendars.reduce((sum, { booked }) => sum + booked.length, 0),
    milliseconds: Object.fromEntries([...times].map(([name, values]) => [name, summarise(values)])),
    timesAsFastAs: {
      luxon: ratios(of('luxon'), of('engine')),
      luxonByDay: ratios(of('luxonByDay'), of('engine')),
      slotCalculator: ratios(of('slotCalculator'), of('engine')),
    },
    partOfSql: {
      atOnce: ratios(of('readAtOnce'), of('sqlAtOnce')),
      oneByOne: ratios(of('storeOneByOne'), of('sqlOneByOne')),
    },
    http: Object.fromEntries(
      [...http].map(([name, list]) => [
        name,
        {
          perSecond: summarise(list.map(({ perSecond }) => perSecond)),
          p50Ms: summarise(list.map(({ p50Ms }) => p50Ms)),
        },
      ]),
    ),
    httpRates: HTTP_CLIENTS.map((clients) => ({
      clients,
      pageToPrismaRead: ratios(rate(product.page, clients), rate(plain.read, clients)),
      allToPrismaRead: ratios(rate(product.all, clients), rate(plain.read, clients)),
      pageToLuxonRoute: ratios(rate(product.page, clients), rate(plain.slots, clients)),
      allToLuxonRoute: ratios(rate(product.all, clients), rate(plain.slots, clients)),
    })),
    curves,
    aims: { timesAsFastAs: 700, partOfSql: 0.8, httpToPrismaRead: 3 },
  };
});
console.log(JSON.stringify(results, null, 2));
await writeResults('slots', results);
