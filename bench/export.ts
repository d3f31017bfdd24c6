import { TEST_PASSWORD, type TestClinic } from '../tests/support/clinic.js';
import { bareCopy } from './export/bare-copy.js';
import { startServer, type Download, type ExportServer } from './export/server-process.js';
import { writeSessions } from './export/write-sessions.js';
import { writeResults } from './results-file.js';
import { summarise } from './statistics.js';
import { withBenchDatabase } from './with-database.js';

/**
 * The CSV export of all sessions beside bare COPY into nothing, and beside csv-stringify over a cursor behind Express;
 * interleaved, each server a process of its own that is started anew for each repeat, so that memory is measured from idle.
 * Arguments: sessions, repeats.
 */
const SESSIONS = Number(process.argv[2] ?? 1_000_000);
const REPEATS = Number(process.argv[3] ?? 5);
const EXPORT = '/api/v1/sessions/export.csv';

interface Round {
  product: Download;
  plain: Download;
  copySeconds: number;
}

async function signIn({ origin }: ExportServer, { admin }: TestClinic): Promise<Record<string, string>> {
  const answer = await fetch(`${origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: admin.email, password: TEST_PASSWORD }),
  });
  if (!answer.ok) throw new Error(`the sign-in answered ${answer.status}`);
  return { authorization: `Bearer ${((await answer.json()) as { accessToken: string }).accessToken}` };
}

const rounds = await withBenchDatabase(5, async ({ db, clinic }) => {
  await writeSessions(db, SESSIONS);
  const kept: Round[] = [];
  // The first round only warms up.
  for (let repeat = 0; repeat <= REPEATS; repeat += 1) {
    const copySeconds = await bareCopy(db.superuserUrl);
    await using productServer = await startServer('product', db.appUrl);
    const headers = await signIn(productServer, clinic);
    // Idle is after an export that has nothing to send.
    await productServer.download(`${EXPORT}?status=EXPIRED`, headers);
    const product = await productServer.download(EXPORT, headers);
    await using plainServer = await startServer('plain', db.superuserUrl);
    const plain = await plainServer.download('/export.csv');
    if (repeat > 0) kept.push({ product, plain, copySeconds });
    console.log(`repeat ${repeat} of ${REPEATS}`);
  }
  return kept;
});

const over = (of: (round: Round) => number) => summarise(rounds.map(of));
const results = {
  sessions: SESSIONS,
  repeats: REPEATS,
  megabytes: over(({ product }) => product.bytes / 1e6),
  seconds: {
    product: over(({ product }) => product.seconds),
    bareCopy: over(({ copySeconds }) => copySeconds),
    csvStringify: over(({ plain }) => plain.seconds),
  },
  ratios: {
    productToBareCopy: over(({ product, copySeconds }) => copySeconds / product.seconds),
    productToCsvStringify: over(({ product, plain }) => plain.seconds / product.seconds),
  },
  firstByteMs: {
    product: over(({ product }) => product.firstByteMs),
    csvStringify: over(({ plain }) => plain.firstByteMs),
  },
  memoryRiseMb: { product: over(({ product }) => product.risenMb), csvStringify: over(({ plain }) => plain.risenMb) },
  aims: { productToBareCopy: 0.65, productToCsvStringify: 4, memoryRiseMb: 45 },
};
console.log(JSON.stringify(results, null, 2));
await writeResults('export', results);
