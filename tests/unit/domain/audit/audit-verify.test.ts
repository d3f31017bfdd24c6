import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleEndLine, bundleHeaderLine, bundleHeadLine, bundleLeafLine } from '../../../../domain/audit/bundle.js';
import { createAuditKey, headsOf, ledgerOf, textOf } from './ledger-world.js';

const SIZE = 20;
const leaves = ledgerOf(SIZE);
let folder: string;

const inFolder = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-verify-'));
  const key = await createAuditKey();
  const heads = await headsOf(key, leaves, [8, SIZE]);
  const bundleOf = (size: number): string =>
    [
      bundleHeaderLine(),
      ...heads.filter(({ treeSize }) => treeSize <= size).map(({ jws }) => bundleHeadLine(jws)),
      ...leaves
        .slice(0, size)
        .map(({ leafIndex, leafHash, canonical }) =>
          bundleLeafLine({ leafIndex, leafHash: leafHash!, canonical: String(canonical) }),
        ),
      bundleEndLine({ heads: heads.filter(({ treeSize }) => treeSize <= size).length, leaves: size }),
    ].join('');
  await writeFile(inFolder('keys.json'), JSON.stringify(key.keys));
  await writeFile(inFolder('anchors'), heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
  await writeFile(inFolder('whole'), bundleOf(SIZE));
  await writeFile(inFolder('short'), bundleOf(10));
  await writeFile(inFolder('edited'), bundleOf(SIZE).replace(textOf(9), textOf(9).replace('session', 'sessiom')));
  await writeFile(
    inFolder('receipt'),
    JSON.stringify({ head: heads[0], entries: [{ id: '100', canonical: 'x', proof: { leafIndex: 0, path: [] } }] }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

/** What an outsider runs; answers with the exit code and what was printed. */
function audit(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const command = ['--import', 'tsx', 'bin/audit-verify.ts', ...args];
    const child = execFile(process.execPath, command, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('0 for a bundle that is in order', async () => {
  const found = await audit(inFolder('whole'), '--key', inFolder('keys.json'), '--anchors', inFolder('anchors'));
  expect(found).toEqual({ code: 0, out: 'OK: 20 entries checked, anchored up to 20.\n', err: '20 entries, 100 %\n' });
});

test('1, with the first bad entry, for one that is not', async () => {
  const edited = await audit(inFolder('edited'), '--key', inFolder('keys.json'));
  expect(edited.code).toBe(1);
  expect(edited.out).toMatch(/^EDITED {2}leaf 9 {2}entry 109 {2}.*\nNOT OK: 20 entries checked, no anchors given/);
  const short = await audit(inFolder('short'), '--key', inFolder('keys.json'), '--anchors', inFolder('anchors'));
  expect(short).toMatchObject({ code: 1, out: expect.stringMatching(/^TRUNCATED {2}leaf 10 /) });
  const receipt = await audit(inFolder('receipt'), '--key', inFolder('keys.json'));
  expect(receipt).toMatchObject({ code: 1, out: expect.stringContaining('NOT OK: 0 of 1 entries proved.') });
});

test('2 for what cannot be checked, saying why', async () => {
  const whole = inFolder('whole');
  expect(await audit(whole)).toMatchObject({ code: 2, err: expect.stringContaining('--key is missing.') });
  const missing = await audit(whole, '--key', inFolder('keys.json'), '--anchors', inFolder('nowhere'));
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('nowhere') });
  const wrong = await audit(whole, '--key', whole);
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('is no JSON Web Key Set') });
});
