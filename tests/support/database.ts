import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase } from '../../prisma/client.js';
import type { Database } from '../../prisma/actor.js';
import { readMigrations } from '../../prisma/engine.js';
import { migrate } from '../../prisma/migrate.js';
import { bootstrapRoles, ROLE_NAMES, urlFor } from '../../prisma/roles.js';

export interface TestDatabase extends AsyncDisposable {
  superuserUrl: string;
  ownerUrl: string;
  appUrl: string;
  workerUrl: string;
  app: Database;
  worker: Database;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Roles belong to the server, so every run on one server uses the same passwords. */
export const TEST_LOGIN_PASSWORDS = { owner: 'test-owner', app: 'test-app', worker: 'test-worker' };

/**
 * An empty, migrated database of its own: a clone of a template that the first caller makes. The server is the one that
 * TEST_DATABASE_URL (a superuser's) names; without it an embedded one is started for the caller.
 */
export async function openTestDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const cleanUp: CleanUp = [];
  try {
    const superuserUrl = process.env['TEST_DATABASE_URL'] ?? (await startServer(cleanUp));
    const name = await cloneTemplate(superuserUrl, cleanUp);
    const login = (role: keyof typeof TEST_LOGIN_PASSWORDS): string =>
      urlFor(superuserUrl, { database: name, user: ROLE_NAMES[role], password: TEST_LOGIN_PASSWORDS[role] });
    const open = async (role: 'app' | 'worker'): Promise<Database> => {
      const database = await createDatabase({ url: login(role), poolSize: options.poolSize ?? 10 });
      cleanUp.push(() => database.close());
      return database;
    };
    const databases = { app: await open('app'), worker: await open('worker') };
    return {
      superuserUrl: urlFor(superuserUrl, { database: name }),
      ownerUrl: login('owner'),
      appUrl: login('app'),
      workerUrl: login('worker'),
      ...databases,
      [Symbol.asyncDispose]: () => undo(cleanUp),
    };
  } catch (error) {
    await undo(cleanUp);
    throw error;
  }
}

type CleanUp = (() => Promise<unknown>)[];

async function undo(cleanUp: CleanUp): Promise<void> {
  for (const step of cleanUp.splice(0).reverse()) await step();
}

async function cloneTemplate(superuserUrl: string, cleanUp: CleanUp): Promise<string> {
  const template = await ensureTemplate(superuserUrl);
  const name = `clinic_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await onServer(superuserUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name} OWNER clinic_owner TEMPLATE ${template}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO clinic_app, clinic_worker`);
  });
  cleanUp.push(() => onServer(superuserUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)));
  return name;
}

/** One migrated database per state of the migrations; test files that start together wait for the first. */
async function ensureTemplate(superuserUrl: string): Promise<string> {
  const template = `clinic_template_${await migrationsHash()}`;
  await onServer(superuserUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('clinic/test-template'))");
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount) return;
    const draft = `${template}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await bootstrapRoles({ superuserUrl, database: draft, passwords: TEST_LOGIN_PASSWORDS });
    const { owner } = TEST_LOGIN_PASSWORDS;
    await migrate({ ownerUrl: urlFor(superuserUrl, { database: draft, user: ROLE_NAMES.owner, password: owner }) });
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
  });
  return template;
}

async function migrationsHash(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify((await readMigrations()).migrationDirectories));
  return hash.digest('hex').slice(0, 12);
}

async function startServer(cleanUp: CleanUp): Promise<string> {
  const [{ startPostgres }, { freePort }] = await Promise.all([
    import('../../dev/postgres.js'),
    import('./free-ports.js'),
  ]);
  const dataDir = await mkdtemp(join(tmpdir(), 'clinic-test-db-'));
  cleanUp.push(() => rm(dataDir, { recursive: true, force: true }));
  const server = await startPostgres({ dataDir, port: await freePort(), throwaway: true });
  cleanUp.push(() => server.stop());
  return server.superuserUrl;
}

async function onServer(url: string, fn: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await fn(client);
  } finally {
    await client.end();
  }
}
