import { beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { createTreeHasher } from '../../../../domain/audit/merkle.js';
import { inclusionPath } from '../../../../domain/audit/proofs.js';
import { parseReceipt, verifyReceipt } from '../../../../domain/audit/receipt.js';
import type { Receipt } from '../../../../domain/audit/receipt.js';
import { createTreeHeadReader, signTreeHead } from '../../../../domain/audit/tree-head.js';
import { AT, createAuditKey, headsOf, ledgerOf, textOf } from './ledger-world.js';
import type { AuditKey } from './ledger-world.js';

const leaves = ledgerOf(9);
let key: AuditKey;
let receipt: Receipt;
beforeAll(async () => {
  key = await createAuditKey();
  const [head] = await headsOf(key, leaves, [9]);
  const path = (leafIndex: number): string[] =>
    inclusionPath(leafIndex, 9, ({ level, index }) => {
      const subtree = createTreeHasher();
      for (const leaf of leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)) subtree.append(leaf.leafHash!);
      return subtree.root();
    }).map((hash) => hash.toString('hex'));
  const entry = (leafIndex: number) => ({ id: String(leafIndex + 100), canonical: textOf(leafIndex) });
  receipt = {
    head: head!,
    entries: [
      { ...entry(2), proof: { leafIndex: 2, path: path(2) } },
      { ...entry(8), proof: { leafIndex: 8, path: path(8) } },
      { ...entry(9), proof: null },
    ],
  };
});

describe('a receipt', () => {
  test('proves its entries by itself, but those that are newer than its head', async () => {
    const read = await createTreeHeadReader(key.keys);
    const parsed = parseReceipt(JSON.stringify(receipt));
    expect(await verifyReceipt(parsed!, read)).toEqual({ ok: true, proved: 2, unsealed: 1, problems: [] });
    expect(await verifyReceipt({ head: null, entries: [receipt.entries[2]!] }, read)).toMatchObject({
      ok: true,
      proved: 0,
    });
  });

  test('does not prove another text, another place, or anything without a head that can be trusted', async () => {
    const read = await createTreeHeadReader(key.keys);
    const [first, ...rest] = receipt.entries as [Receipt['entries'][number], ...Receipt['entries']];
    const text = { ...receipt, entries: [{ ...first, canonical: textOf(3) }, ...rest] };
    expect((await verifyReceipt(text, read)).problems).toMatchObject([
      { kind: 'EDITED', entryId: '102', leafIndex: 2 },
    ]);
    const place = { ...receipt, entries: [{ ...first, proof: { ...first.proof!, leafIndex: 3 } }, ...rest] };
    expect(await verifyReceipt(place, read)).toMatchObject({ ok: false, proved: 1 });
    const stranger = await createTreeHeadReader((await createAuditKey('audit-2')).keys);
    expect(await verifyReceipt(receipt, stranger)).toMatchObject({ ok: false, proved: 0 });
    expect(await verifyReceipt({ ...receipt, head: null }, read)).toMatchObject({ ok: false });
  });

  test('has one shape', () => {
    for (const text of ['', '[]', 'null', '{}', '{"head":null,"entries":[{}]}'])
      expect(parseReceipt(text)).toBeUndefined();
  });
});

describe('heads', () => {
  const head = { treeSize: 9, rootHash: 'ab'.repeat(32), at: AT };

  test('are read with any published audit key, so that a rotated key’s heads stay good', async () => {
    const newer = await createAuditKey('audit-2');
    const read = await createTreeHeadReader({ keys: [...newer.keys.keys, ...key.keys.keys] });
    for (const { privateKey, kid } of [key, newer]) {
      const { jws } = await signTreeHead(head, privateKey, kid);
      expect(await read(jws)).toEqual({ head });
    }
  });

  test('are not signed by other keys, and nothing else that is signed passes for one', async () => {
    const read = await createTreeHeadReader(key.keys);
    const access = await createAuditKey('access-1');
    await expect(createTreeHeadReader(access.keys)).rejects.toThrow('No key has an id that begins with "audit-"');
    await expect(signTreeHead(head, access.privateKey, 'access-1')).rejects.toThrow(RangeError);
    const token = await new SignJWT({ ...head })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'audit-1' })
      .sign(key.privateKey);
    expect(await read(token)).toEqual({ fault: 'what is signed is not a tree head' });
    const strange = await signTreeHead({ ...head, rootHash: 'AB' }, key.privateKey, 'audit-1');
    expect(await read(strange.jws)).toEqual({ fault: 'what is signed is not a tree head' });
    const { jws } = await signTreeHead(head, key.privateKey, 'audit-1');
    const foreign = strange.jws.split('.').at(-1)!;
    expect(await read([...jws.split('.').slice(0, 2), foreign].join('.'))).toEqual({
      fault: 'its signature is not valid',
    });
    expect(await read('no jws')).toEqual({ fault: 'it is no compact JWS' });
  });
});
