import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import type { AuditVerification } from '../../../../domain/audit/audit-problem.js';
import {
  bundleEndLine,
  bundleHeaderLine,
  bundleHeadLine,
  bundleLeafLine,
  bundlePrivateLine,
} from '../../../../domain/audit/bundle.js';
import { leafHash } from '../../../../domain/audit/merkle.js';
import { BundleError } from '../../../../domain/audit/read-bundle.js';
import type { SignedTreeHead } from '../../../../domain/audit/tree-head.js';
import { verifyBundle } from '../../../../domain/audit/verify-bundle.js';
import { createAuditKey, headsOf, ledgerOf, sealed, textOf, told } from './ledger-world.js';
import type { AuditKey } from './ledger-world.js';

const SIZE = 12;
const SALT = '00ff10';
const EMAIL = 'sára@example.org';
const COMMITMENT = createHash('sha256').update(Buffer.from(SALT, 'hex')).update(EMAIL).digest('hex');
const PERSONAL = `{"v":1,"id":${SIZE + 100},"before":null,"after":{"email": "sha256:${COMMITMENT}"},"reason":"ñ"}`;
const leaves = [...ledgerOf(SIZE), sealed(SIZE, PERSONAL)];

let key: AuditKey;
let anchors: SignedTreeHead[];
let lines: string[];
beforeAll(async () => {
  key = await createAuditKey();
  anchors = await headsOf(key, leaves, [5, SIZE + 1]);
  lines = [
    bundleHeaderLine(),
    ...anchors.map(({ jws }) => bundleHeadLine(jws)),
    ...leaves.map(({ leafIndex, leafHash, canonical }) =>
      bundleLeafLine({ leafIndex, leafHash: leafHash!, canonical: String(canonical) }),
    ),
    bundlePrivateLine({ path: 'after.email', salt: SALT, value: EMAIL }),
    bundleEndLine({ heads: 2, leaves: SIZE + 1 }),
  ];
});

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  const one = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) yield one.subarray(0, bytes.copy(one, 0, at, at + size));
}

async function* found(heads: readonly SignedTreeHead[]) {
  for (const { jws } of heads) yield { jws, anchored: true, where: 'the anchors' };
}

const check = (bytes: Buffer | string, chunk = 100, heads = anchors): Promise<AuditVerification> =>
  verifyBundle({ chunks: cut(Buffer.from(bytes), chunk), keys: key.keys, anchors: found(heads) });

describe('a whole bundle', () => {
  test('is in order, however it arrives, with a last line end or without', async () => {
    for (const chunk of [1, 7, 64, 100_000]) {
      const whole = { ok: true, checkedSize: SIZE + 1, anchoredSize: SIZE + 1, problems: [] };
      expect(await check(lines.join(''), chunk)).toEqual(whole);
      expect(await check(lines.join('').trimEnd(), chunk)).toEqual(whole);
    }
  });

  test('is JSON, line by line', () => {
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed[0]).toEqual({ format: 'clinic-audit-bundle/1' });
    expect(parsed[3]).toEqual({
      leaf: 0,
      hash: leafHash(textOf(0)).toString('hex'),
      entry: JSON.parse(textOf(0)) as unknown,
    });
  });

  test('of an audit without entries', async () => {
    expect(await check(bundleHeaderLine() + bundleEndLine({ heads: 0, leaves: 0 }), 100, [])).toMatchObject({
      ok: true,
    });
  });
});

test('no byte can change without a trace', async () => {
  const whole = Buffer.from(lines.join(''));
  const flips = fc.record({ at: fc.nat(whole.length - 2), bit: fc.nat(7) });
  await fc.assert(
    fc.asyncProperty(flips, async ({ at, bit }) => {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << bit;
      const ok = await check(changed).then(
        (result) => result.ok,
        (error: unknown) => (error instanceof BundleError ? false : Promise.reject(error as Error)),
      );
      expect(ok).toBe(false);
    }),
    { numRuns: 400 },
  );
});

describe('what is told', () => {
  const changed = (change: (lines: string[]) => void): Promise<AuditVerification> => {
    const copy = [...lines];
    change(copy);
    return check(copy.join(''));
  };

  test('an edited text, an entry that is gone, lines out of order', async () => {
    expect(told(await changed((all) => (all[6] = all[6]!.replace('session', 'Session'))))).toEqual(['EDITED 3 103']);
    const gone = bundleLeafLine({ leafIndex: 3, leafHash: leafHash(textOf(3)) });
    expect(told(await changed((all) => (all[6] = gone)))).toEqual(['MISSING 3 -']);
    expect(told(await changed((all) => all.splice(6, 2, all[7]!, all[6]!)))).toEqual(['REORDERED 3 103']);
  });

  test('a file that broke off, and one with a piece cut out', async () => {
    const broken = await changed((all) => all.splice(-2, 2));
    expect(told(broken)).toEqual(['TRUNCATED - -']);
    expect(broken.problems[0]?.detail).toContain('the file is not whole');
    expect(told(await changed((all) => all.splice(8, 1)))).toEqual(['MISSING 5 -', 'TRUNCATED - -']);
  });

  test('a private value that the entry does not commit to', async () => {
    const other = bundlePrivateLine({ path: 'after.email', salt: SALT, value: 'other@example.org' });
    expect(told(await changed((all) => (all[all.length - 2] = other)))).toEqual([`EDITED ${SIZE} ${SIZE + 100}`]);
  });

  test('what is no bundle', async () => {
    await expect(check('')).rejects.toThrow('The file is empty.');
    await expect(check(lines.slice(1).join(''))).rejects.toThrow('The first line is not the header of a bundle.');
    await expect(check(`${lines[0]}{"leaf":0}\n`)).rejects.toThrow('Line 2 is not a line of clinic-audit-bundle/1.');
    await expect(changed((all) => all.push(all[1]!))).rejects.toThrow('A head stands after the first leaf.');
  });
});
