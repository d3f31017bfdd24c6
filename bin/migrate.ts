import { readEnv } from '../platform/config/env.js';
import { migrate } from '../prisma/migrate.js';

/** Applies the migrations that are missing. Wants OWNER_DATABASE_URL; roles and database must exist (prisma/roles.ts). */
const { secrets } = readEnv(['migrate']);
const { applied } = await migrate({ ownerUrl: secrets.migrate.ownerDatabaseUrl, onProgress: console.log });
console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migrations applied.`);
