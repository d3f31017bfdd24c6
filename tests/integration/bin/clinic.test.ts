import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PROJECT_ROOT } from '../../../dev/supervisor/entry.js';
import { anonymousActor } from '../../../domain/actor.js';
import { hashAccountToken } from '../../../platform/account-tokens.js';
import { accountTokenOwner } from '../../../prisma/stores/account-store.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

interface Run {
  code: number | null;
  out: string;
  err: string;
}

/** bin/clinic.ts with these arguments, and no environment but this. */
function run(args: string[], changes: Record<string, string> = {}): Promise<Run> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/clinic.ts', ...args], {
    cwd: PROJECT_ROOT,
    env: {
      PATH,
      OWNER_DATABASE_URL: db.ownerUrl,
      ACCOUNT_TOKEN_KEY: Buffer.alloc(32, 6).toString('base64'),
      WEB_PUBLIC_URL: 'https://clinic.example',
      ...changes,
    },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const create = (email: string, name: string, changes: Record<string, string> = {}): Promise<Run> =>
  run(['admin', 'create', '--email', email, '--name', name], changes);

describe('clinic admin create', () => {
  test('makes an administrator and prints an invitation that the API takes', async () => {
    const { code, out, err } = await create('Ada@Clinic.example', ' Ada Admin ');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Ada Admin (ada@clinic.example) is an administrator now');
    const token = /\n {2}https:\/\/clinic\.example\/accept-invitation#token=([\w-]{43})\n/.exec(out)?.[1] ?? '';
    expect(out).toContain(`\n  ${token}\n`);
    const owner = await db.app.withActor(anonymousActor('test'), (tx) =>
      accountTokenOwner(tx, hashAccountToken(token), ['INVITATION']),
    );
    expect(owner).toMatchObject({ email: 'ada@clinic.example', fullName: 'Ada Admin', role: 'ADMIN' });
  });

  test('refuses an address that has an account, and says what to do', async () => {
    expect((await create('twice@clinic.example', 'First')).code).toBe(0);
    const { code, out, err } = await create('TWICE@clinic.example', 'Second');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('twice@clinic.example has an account already.');
    expect(err).not.toContain('at ');
  });

  test('takes no login but the owner’s, and says when the database is away', async () => {
    const superuser = await create('x@clinic.example', 'X', { OWNER_DATABASE_URL: db.superuserUrl });
    expect(superuser).toMatchObject({ code: 1, err: expect.stringContaining('Use clinic_owner.') });
    const away = await create('x@clinic.example', 'X', { OWNER_DATABASE_URL: 'postgresql://o:p@127.0.0.1:1/clinic' });
    expect(away).toMatchObject({ code: 1, err: expect.stringContaining('The database cannot be reached') });
    expect(away.err).not.toContain('o:p');
  });

  test('names every variable that is missing', async () => {
    const { code, err } = await create('x@clinic.example', 'X', { OWNER_DATABASE_URL: '', ACCOUNT_TOKEN_KEY: 'short' });
    expect(code).toBe(1);
    expect(err).toContain('OWNER_DATABASE_URL: ');
    expect(err).toContain('ACCOUNT_TOKEN_KEY: must be 32 bytes in base64');
  });
});

describe('the command line', () => {
  test.each([
    [[], 'A command is missing.'],
    [['admin', 'destroy'], 'There is no command "admin destroy".'],
    [['admin', 'create', '--name', 'X'], 'Missing: --email.'],
    [['admin', 'create', '--email', 'nobody', '--name', ' '], '--email: '],
    [['admin', 'create', '--mail', 'x@clinic.example'], "Unknown option '--mail'"],
  ])('%j is wrong usage', async (args, words) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(err).toContain('Usage: npm run clinic');
  });

  test('--help needs no environment', async () => {
    const { code, out } = await run(['--help'], { OWNER_DATABASE_URL: '', ACCOUNT_TOKEN_KEY: '', WEB_PUBLIC_URL: '' });
    expect(code).toBe(0);
    expect(out).toContain('admin create --email ADDRESS --name NAME');
  });
});
