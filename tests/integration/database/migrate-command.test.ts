import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createDatabase } from '../../../prisma/client.js';
import { urlFor } from '../../../prisma/roles.js';
import { openTestDatabase, TEST_LOGIN_PASSWORDS, type TestDatabase } from '../../support/database.js';
import { connected } from './connected.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const name = `clinic_fresh_${randomUUID().slice(0, 8)}`;
let db: TestDatabase;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(async () => {
  {
    await using superuser = await connected(db.superuserUrl);
    await superuser.client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
  await db[Symbol.asyncDispose]();
});

/** bin/migrate.ts with these variables and no others of the section. */
function run(variables: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/migrate.ts'], {
    cwd: root,
    env: { PATH, ...variables },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

const { owner, app, worker } = TEST_LOGIN_PASSWORDS;
const passwords = { OWNER_PASSWORD: owner, APP_PASSWORD: app, WORKER_PASSWORD: worker };

it('makes a server without roles and database one that the API can use', async () => {
  const first = await run({ SUPERUSER_DATABASE_URL: db.superuserUrl, DATABASE_NAME: name, ...passwords });
  expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/\d+ migrations applied/) });
  const api = await createDatabase({ url: urlFor(db.appUrl, { database: name }), expectedRole: 'clinic_app' });
  await api.ping();
  await api.close();
  const again = await run({ OWNER_DATABASE_URL: urlFor(db.ownerUrl, { database: name }) });
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining('The database is up to date.') });
});

it('says what is missing', async () => {
  const bare = await run({});
  expect(bare).toMatchObject({ code: 1, output: expect.stringContaining('OWNER_DATABASE_URL: is missing') });
  const half = await run({ SUPERUSER_DATABASE_URL: db.superuserUrl, OWNER_PASSWORD: owner });
  expect(half.code).toBe(1);
  expect(half.output).toContain('APP_PASSWORD: is missing');
  expect(half.output).toContain('WORKER_PASSWORD: is missing');
  expect(half.output).not.toContain('OWNER_PASSWORD: is missing');
});
