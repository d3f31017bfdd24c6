import { createDatabase } from '../../prisma/client.js';
import { startApi } from '../../tests/support/api-context.js';
import { createFakeSessionClient } from '../../tests/support/fake-session-client.js';
import { watchMemory } from './memory-watch.js';
import type { FromServer } from './messages.js';

/** The API in a process of its own. BENCH_DATABASE_URL names the database, as the app's role. */
const db = await createDatabase({
  url: String(process.env['BENCH_DATABASE_URL']),
  poolSize: 10,
  expectedRole: 'clinic_app',
});
const api = await startApi({
  db,
  sessions: createFakeSessionClient(db, () => new Date()),
  inbound: { handle: () => Promise.resolve() },
  config: { publicUrl: 'http://127.0.0.1:4300', trustProxyHops: 0, strictResponses: false },
});
watchMemory();
process.send?.({ kind: 'listening', origin: api.origin } satisfies FromServer);
