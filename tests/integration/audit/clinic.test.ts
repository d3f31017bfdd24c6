import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '../../../dev/supervisor/entry.js';
import { openAuditWorld, type AuditWorld } from './audit-world.js';

let world: AuditWorld;
beforeAll(async () => {
  world = await openAuditWorld();
  await world.book(3);
  await world.sealAll();
});
afterAll(() => world[Symbol.asyncDispose]());

interface Run {
  code: number | null;
  out: string;
  err: string;
}

function run(entry: string, args: string[], env: Record<string, string> = environment()): Promise<Run> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', `bin/${entry}.ts`, ...args], {
    cwd: PROJECT_ROOT,
    env: { PATH, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const environment = (): Record<string, string> => ({
  OWNER_DATABASE_URL: world.db.ownerUrl,
  AUDIT_KEY_FILE: world.keyFile,
  AUDIT_ANCHOR_FILE: world.anchorFile,
});
const clinic = (...args: string[]): Promise<Run> => run('clinic', ['audit', ...args]);

it('verifies, and says how far', async () => {
  const { code, out, err } = await clinic('verify');
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^OK: \d+ entries checked, anchored up to \d+\.\n$/),
  });
  expect(err).toMatch(/^\d+ entries, 100 %\n$/);
});

it('shows the newest head', async () => {
  const { out } = await clinic('head');
  const head = JSON.parse(out) as { treeSize: number; anchoredSize: number };
  expect(head.treeSize).toBeGreaterThan(0);
  expect(head.anchoredSize).toBe(head.treeSize);
});

it('exports what is verified without the clinic, and records that it was exported', async () => {
  const folder = dirname(world.keyFile);
  const [file, jwks] = [join(folder, 'audit.bundle'), join(folder, 'jwks.json')];
  const running = world.seal();
  const { code, out } = await clinic('export', '--out', file);
  await running.stop();
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(`entries are in ${file}`) });
  expect(await readFile(file, 'utf8')).toContain('"action":"export"');
  await writeFile(jwks, JSON.stringify({ keys: await world.keys.published() }));
  const args = [file, '--key', jwks, '--anchors', world.anchorFile];
  expect(await run('audit-verify', args, {})).toMatchObject({ code: 0, out: expect.stringContaining('OK: ') });
});

it('names the first bad entry and ends with 1', async () => {
  await world.tamper(
    "UPDATE audit_entries SET reason = 'x' WHERE id = (SELECT entry_id FROM audit_leaves WHERE leaf_index = 5)",
  );
  const { code, out } = await clinic('verify');
  expect(code).toBe(1);
  expect(out).toMatch(
    /^EDITED {2}leaf 5 {2}entry \d+ {2}Leaf 5: its columns do not say what its hashed text says\.\nNOT OK: /,
  );
  await world.tamper("UPDATE audit_entries SET reason = NULL WHERE reason = 'x'");
});

it('makes another key, and forgets the old private one', async () => {
  const { code, out } = await clinic('rotate-key');
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^audit-[0-9a-f-]{36} signs tree heads from now on/),
  });
  const text = await readFile(world.keyFile, 'utf8');
  const { keys } = JSON.parse(text) as { keys: { kid: string; d?: string }[] };
  expect(keys.map(({ d }) => d !== undefined)).toEqual([true, false]);
  expect(await readFile(world.keyFile.replace('.json', '.public.json'), 'utf8')).not.toContain('"d"');
  expect((await clinic('verify')).code).toBe(0);
});

it('says what is missing', async () => {
  expect(await clinic('export')).toMatchObject({ code: 2, err: expect.stringContaining('Missing: --out.') });
  expect(await clinic('erase', '--person', 'x')).toMatchObject({
    code: 2,
    err: expect.stringContaining('is not an id'),
  });
  const bare = await run('clinic', ['audit', 'verify', '--data-dir', dirname(world.keyFile)], {});
  expect(bare).toMatchObject({ code: 1, err: expect.stringContaining('AUDIT_KEY_FILE') });
  await rm(world.anchorFile);
  expect((await run('clinic', ['audit', 'verify'], { ...environment(), AUDIT_ANCHOR_FILE: '' })).out).toContain(
    'no AUDIT_ANCHOR_FILE',
  );
});
