import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { JWK } from 'jose';
import { createApp } from '../api/app.js';
import { createAuditDesk } from '../api/audit/desk.js';
import { createApiContext } from '../api/create-context.js';
import { readEnv } from '../platform/config/env.js';
import { createLogger } from '../platform/logger.js';
import { createShutdown, exitOnSignal } from '../platform/shutdown.js';
import { connectTemporal } from '../platform/temporal/client.js';
import { createDatabase } from '../prisma/client.js';
import { createAccountMailClient } from '../workflows/account-mail/client.js';
import { createInboundClient } from '../workflows/inbound/client.js';
import { createLeaveClient } from '../workflows/leave/client.js';
import { createPolicyChangeClient } from '../workflows/policy-change/client.js';
import { createSessionClient } from '../workflows/session/client.js';
import { createTaskClient } from '../workflows/task/client.js';

/** The API process: wiring, listening, and an orderly end. */
const DRAIN_DEADLINE_MS = 13_000;

const { config, secrets } = readEnv(['database', 'temporal', 'accounts', 'audit', 'api']);
const logger = createLogger({ name: 'api' });
const shutdown = createShutdown({ onError: (step) => logger.error({ step }, 'shutdown step failed') });
exitOnSignal(shutdown, (signal) => logger.info({ signal }, 'stopping'));

const db = await createDatabase({
  url: secrets.database.databaseUrl,
  poolSize: config.database.databasePoolSize,
  expectedRole: 'clinic_app',
  logger,
});
shutdown.add('database', () => db.close());

const { temporalTaskQueue: taskQueue } = config.temporal;
const temporal = connectTemporal(config.temporal, secrets.temporal);
shutdown.add('temporal', () => temporal.close());

const context = await createApiContext({
  db,
  databasePoolSize: config.database.databasePoolSize,
  sessions: createSessionClient({ client: temporal.client, taskQueue }),
  inbound: createInboundClient({ client: temporal.client, taskQueue }),
  accountMails: createAccountMailClient({ client: temporal.client, taskQueue }),
  leaves: createLeaveClient({ client: temporal.client, taskQueue }),
  policyChanges: createPolicyChangeClient({ client: temporal.client, taskQueue }),
  tasks: createTaskClient({ client: temporal.client, taskQueue }),
  audit: createAuditDesk({
    databaseUrl: secrets.database.databaseUrl,
    keyFile: secrets.audit.auditKeyFile,
    anchorFile: config.audit.auditAnchorFile,
  }),
  privateJwk: JSON.parse(await readFile(secrets.api.jwtKeyFile, 'utf8')) as JWK,
  botClients: secrets.api.botClients,
  metricsToken: secrets.api.metricsToken,
  accountTokenKey: secrets.accounts.accountTokenKey,
  config: {
    publicUrl: config.api.apiPublicUrl,
    trustProxyHops: config.api.trustProxyHops,
    calendarDomain: config.api.mailDomain ?? new URL(config.api.apiPublicUrl).hostname,
  },
  logger,
  readiness: {
    database: () => db.ping(),
    temporal: async () => {
      await temporal.client.withDeadline(Date.now() + 2_000, () =>
        temporal.client.connection.workflowService.getSystemInfo({}),
      );
    },
  },
});
shutdown.add('decisions', () => context.decisions.close());
await context.passwordStrength.load();

const server = createServer(createApp(context, { webDir: config.api.webDir }));
shutdown.add('server', () => drain());
// Streams last until their token ends: nothing would wait for that.
shutdown.add('live events', () => context.live.close());
server.listen(config.api.apiPort, config.api.apiHost, () => {
  logger.info({ port: config.api.apiPort }, 'listening');
});

/** Takes no new connections and lets requests finish; whatever hangs is cut after the longest answer's time. */
async function drain(): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_DEADLINE_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
