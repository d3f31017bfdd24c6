import { availableParallelism } from 'node:os';
import { writeAccounts } from './auth/accounts.js';
import { createPlain, createProduct, type Contestant } from './auth/contestants.js';
import { crowd, readsAmongSignIns, signIns, takeTurns, type Crowd } from './auth/rounds.js';
import { startServer } from './auth/server-process.js';
import { drive, type Sample } from './measure.js';
import { writeResults } from './results-file.js';
import { summarise } from './statistics.js';
import { withBenchDatabase } from './with-database.js';

/**
 * Sign-ins beside bare argon2 verification and a plain Express login; authenticated reads under row-level security beside
 * Express with the same check of tokens; reads while sign-ins fill the hasher beside reads without; and a crowd beyond
 * the queue. Interleaved; every server is a process of its own. Arguments: repeats.
 */
const REPEATS = Number(process.argv[2] ?? 5);
const CORES = availableParallelism();
const SIGN_INS = 100;
const SIGN_IN_CLIENTS = 4 * CORES;
const READ_CLIENTS = [1, 8];
const READS = 400;
const AMONG = { readers: 2, reads: 200, signers: 8 * CORES };
const CROWD = 60 * CORES;

const series = new Map<string, Sample[]>();
const amongRates = new Map<string, number[]>();
const crowds: Crowd[] = [];

async function round({ keep, verify, product, plain, token, accounts }: Round): Promise<void> {
  const note = (name: string, sample: Sample): void => {
    if (keep) series.set(name, [...(series.get(name) ?? []), sample]);
  };
  const nextAccount = takeTurns(accounts);
  note('bare argon2', await verify(SIGN_INS));
  for (const one of [product, plain]) {
    note(`${one.name}: sign-in`, await signIns(one, SIGN_IN_CLIENTS, SIGN_INS, nextAccount));
  }
  for (const clients of READ_CLIENTS) {
    for (const one of [product, plain, token]) {
      note(`${one.name}: read @${clients}`, await drive(clients, READS, () => one.read()));
    }
  }
  for (const one of [product, plain]) {
    note(`${one.name}: read alone`, await drive(AMONG.readers, AMONG.reads, () => one.read()));
    const among = await readsAmongSignIns(one, AMONG, nextAccount);
    note(`${one.name}: read among sign-ins`, among);
    if (keep) amongRates.set(one.name, [...(amongRates.get(one.name) ?? []), among.signInsPerSecond]);
  }
  const crowded = await crowd(product, accounts.slice(0, CROWD));
  if (keep) crowds.push(crowded);
}

interface Round {
  keep: boolean;
  verify(total: number): Promise<Sample>;
  product: Contestant;
  plain: Contestant;
  token: Contestant;
  accounts: Awaited<ReturnType<typeof writeAccounts>>;
}

const spread = (samples: readonly Sample[]) => ({
  perSecond: summarise(samples.map(({ perSecond }) => perSecond)),
  p50Ms: summarise(samples.map(({ p50Ms }) => p50Ms)),
  p99Ms: summarise(samples.map(({ p99Ms }) => p99Ms)),
});

function ratio(a: string, b: string, of: keyof Sample = 'perSecond') {
  const base = series.get(b) ?? [];
  return summarise((series.get(a) ?? []).map((sample, index) => sample[of] / (base[index]?.[of] ?? Number.NaN)));
}

await withBenchDatabase(10, async ({ db }) => {
  const accounts = await writeAccounts(db, CROWD * 2);
  await using productServer = await startServer('product', db.appUrl);
  await using plainServer = await startServer('plain', db.superuserUrl);
  const [reader, ...others] = accounts;
  if (!reader) throw new Error('There are no accounts.');
  const contestants = {
    product: await createProduct(productServer, reader),
    plain: await createPlain(plainServer, reader, '/me', 'Express and Prisma'),
    token: await createPlain(plainServer, reader, '/token', 'bare Express'),
    verify: (total: number) => plainServer.verify(total),
  };
  // The first round only warms up.
  for (let repeat = 0; repeat <= REPEATS; repeat += 1) {
    await round({ keep: repeat > 0, ...contestants, accounts: others });
    console.log(`repeat ${repeat} of ${REPEATS}`);
  }
});

const results = {
  repeats: REPEATS,
  measured: Object.fromEntries([...series].map(([name, samples]) => [name, spread(samples)])),
  ratios: {
    signInToBareArgon2: ratio('product: sign-in', 'bare argon2'),
    plainSignInToBareArgon2: ratio('Express and Prisma: sign-in', 'bare argon2'),
    signInToPlain: ratio('product: sign-in', 'Express and Prisma: sign-in'),
    reads: READ_CLIENTS.map((clients) => ({
      clients,
      toBareExpress: ratio(`product: read @${clients}`, `bare Express: read @${clients}`),
      toExpressAndPrisma: ratio(`product: read @${clients}`, `Express and Prisma: read @${clients}`),
      plainToBareExpress: ratio(`Express and Prisma: read @${clients}`, `bare Express: read @${clients}`),
    })),
    readAmongSignInsToAlone: ['product', 'Express and Prisma'].map((name) => ({
      name,
      p50: ratio(`${name}: read among sign-ins`, `${name}: read alone`, 'p50Ms'),
      p99: ratio(`${name}: read among sign-ins`, `${name}: read alone`, 'p99Ms'),
    })),
  },
  signInsPerSecondMeanwhile: Object.fromEntries([...amongRates].map(([name, rates]) => [name, summarise(rates)])),
  crowd: {
    atOnce: CROWD,
    in: summarise(crowds.map((one) => one.in)),
    turnedAway: summarise(crowds.map((one) => one.turnedAway)),
    lastInMs: summarise(crowds.map((one) => one.lastInMs)),
    turnedAwayP50Ms: summarise(crowds.map((one) => one.turnedAwayP50Ms)),
  },
  aims: { signInToBareArgon2: 0.95 },
};
console.log(JSON.stringify(results, null, 2));
await writeResults('auth', results);
