import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { PROJECT_ROOT } from '../../../dev/supervisor/entry.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

/** Set-up with these options, and no environment but the database. */
function setUp(...options: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/clinic.ts', 'setup', ...options], {
    cwd: PROJECT_ROOT,
    env: { PATH, OWNER_DATABASE_URL: db.ownerUrl },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('clinic setup', () => {
  test.each([
    [[], 'Missing: --clinic-name, --time-zone.'],
    [['--clinic-name', 'Elm'], 'Missing: --time-zone.'],
    [['--clinic-name', 'x'.repeat(25), '--time-zone', 'CET'], '--clinic-name may have 24 characters, and has 25.'],
    [['--clinic-name', 'Elm', '--time-zone', 'Mars/Olympus'], '--time-zone must be an IANA time zone'],
    [['--clinic-name', ' ', '--time-zone', 'UTC'], '--clinic-name must have a letter in it.'],
  ])('%j is wrong usage', async (options, words) => {
    const { code, out, err } = await setUp(...options);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(await rows('SELECT 1 FROM policy')).toEqual([]);
  });

  test('gives the clinic its first policy, audited, and no second one', async () => {
    const first = await setUp('--clinic-name', ' Clínica Olmo ', '--time-zone', 'America/Bogota');
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    expect(first.out).toContain('Clínica Olmo is set up, by the clock of America/Bogota.');
    const policy = [{ version: 1, told_version: 1, clinic_name: 'Clínica Olmo', time_zone: 'America/Bogota' }];
    const sql = 'SELECT version, told_version, clinic_name, time_zone FROM policy';
    expect(await rows(sql)).toEqual(policy);
    expect(await rows("SELECT action, actor_role, channel FROM audit_entries WHERE entity = 'policy'")).toEqual([
      { action: 'create', actor_role: 'SYSTEM', channel: 'CLI' },
    ]);
    const second = await setUp('--clinic-name', 'Another', '--time-zone', 'UTC');
    expect({ code: second.code, out: second.out }).toEqual({ code: 1, out: '' });
    expect(second.err).toContain('Clínica Olmo is set up already');
    expect(await rows(sql)).toEqual(policy);
  });
});
