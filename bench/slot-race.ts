import pg from 'pg';
import { askBare, BENCH_HOLDS, runSlotRace, type RaceOptions } from './slot-race-rounds.js';
import { writeResults } from './results-file.js';
import { median, quantile, summarise } from './statistics.js';
import { withBenchDatabase } from './with-database.js';

/**
 * Many callers, one slot, again and again: 2, 10 and 50 callers over driver connections of their own. What counts is
 * one winner a round and no deadlock by the server's own count; the bare INSERT races beside it as the yardstick.
 * The first argument is the number of rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 10_000);
const SLICES = 5;
/** How the rounds are shared out; most by the pairs, which meet in the closest races. */
const SHARES: [callers: number, share: number][] = [
  [2, 0.6],
  [10, 0.3],
  [50, 0.1],
];

async function onServer<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

async function deadlocks(url: string): Promise<number> {
  const sql = 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()';
  const { rows } = await onServer(url, (client) => client.query<{ deadlocks: string }>(sql));
  return Number(rows[0]?.deadlocks);
}

interface Race {
  callers: number;
  rounds: number;
  winners: number;
  errors: number;
  seconds: number;
  waitMs: { median: number; p99: number };
}

async function race(options: RaceOptions): Promise<Race> {
  const { callers, rounds } = options;
  const startedAt = performance.now();
  const { winners, errors, waitsMs } = await runSlotRace(options);
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    callers,
    rounds,
    winners,
    errors,
    seconds,
    waitMs: { median: median(waitsMs), p99: quantile(waitsMs, 0.99) },
  };
}

/** Both ways, one after the other in slices, so that whatever else the machine does meets both. */
const results = await withBenchDatabase(1, async ({ db, clinic }) => {
  await onServer(db.superuserUrl, (client) => client.query(BENCH_HOLDS));
  const races: { callers: number; booking: Race[]; bare: Race[] }[] = [];
  for (const [callers, share] of SHARES) {
    const rounds = Math.max(1, Math.round((ROUNDS * share) / SLICES));
    const entry: (typeof races)[number] = { callers, booking: [], bare: [] };
    for (let slice = 0; slice < SLICES; slice += 1) {
      entry.booking.push(await race({ url: db.workerUrl, clinic, callers, rounds }));
      entry.bare.push(await race({ url: db.superuserUrl, clinic, callers, rounds, ask: askBare }));
    }
    races.push(entry);
    console.log(`${callers} callers: ${rounds * SLICES} rounds done`);
  }
  return { races: races.map(summariseRaces), deadlocks: await deadlocks(db.superuserUrl) };
});

function summariseRaces({ callers, booking, bare }: { callers: number; booking: Race[]; bare: Race[] }) {
  const sum = (pick: (race: Race) => number): number => booking.reduce((total, one) => total + pick(one), 0);
  return {
    callers,
    rounds: sum((one) => one.rounds),
    winners: sum((one) => one.winners),
    errors: sum((one) => one.errors),
    bookingP99Ms: summarise(booking.map(({ waitMs }) => waitMs.p99)),
    bareP99Ms: summarise(bare.map(({ waitMs }) => waitMs.p99)),
    p99Ratio: summarise(booking.map(({ waitMs }, index) => waitMs.p99 / (bare[index]?.waitMs.p99 ?? Number.NaN))),
  };
}
console.log(JSON.stringify(results, null, 2));
await writeResults('slot-race', results);
const clean =
  results.deadlocks === 0 && results.races.every(({ winners, rounds, errors }) => winners === rounds && errors === 0);
process.exitCode = clean ? 0 : 1;
