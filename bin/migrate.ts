import { readEnv } from '../platform/config/env.js';
import { migrate } from '../prisma/migrate.js';
import { bootstrapRoles, ROLE_NAMES, urlFor } from '../prisma/roles.js';

/**
 * Applies the migrations that are missing. Given a superuser's URL it makes database and roles first; else both must be
 * there, and the owner's URL is enough.
 */
const { config, secrets } = readEnv(['migrate']);
const ownerUrl = (await bootstrap()) ?? secrets.migrate.ownerDatabaseUrl ?? '';
const { applied } = await migrate({ ownerUrl, onProgress: console.log });
console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migrations applied.`);

/** The owner's URL once database and roles are there; null without a superuser's. */
async function bootstrap(): Promise<string | null> {
  const { superuserDatabaseUrl: superuserUrl, ownerPassword, appPassword, workerPassword } = secrets.migrate;
  if (!superuserUrl || !ownerPassword || !appPassword || !workerPassword) return null;
  const { databaseName: database } = config.migrate;
  await bootstrapRoles({
    superuserUrl,
    database,
    passwords: { owner: ownerPassword, app: appPassword, worker: workerPassword },
  });
  console.log(`roles and database "${database}" are there`);
  return urlFor(superuserUrl, { database, user: ROLE_NAMES.owner, password: ownerPassword });
}
