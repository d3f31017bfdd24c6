import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { appendAnchor, lastAnchor, readAnchors, type AnchoredHead } from '../../../platform/audit/anchor-file.js';
import { createAnchors } from '../../../platform/audit/anchors.js';
import { waitFor } from '../../support/wait-for.js';

const headOf = (treeSize: number, rootHash = 'aa'): AnchoredHead => ({
  treeSize,
  rootHash,
  at: '2027-03-01T09:00:00.000Z',
  jws: `jws-of-${treeSize}-${rootHash}`,
});

let folder: string;
let file: string;
let problems: string[];
const all = async (): Promise<AnchoredHead[]> => {
  const heads: AnchoredHead[] = [];
  for await (const head of readAnchors(file)) heads.push(head);
  return heads;
};
const logger = {
  warn: (_fields: object, message: string) => void problems.push(message),
  error: (_fields: object, message: string) => void problems.push(message),
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clinic-anchors-'));
  file = join(folder, 'anchors.jsonl');
  problems = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('has no last head before there is a file', async () => {
  expect(await lastAnchor(file)).toBeNull();
  expect(await all()).toEqual([]);
});

it('survives a line that a crash cut short', async () => {
  await appendAnchor(file, headOf(1));
  await appendFile(file, '{"treeSize":2,"rootH');
  expect(await lastAnchor(file)).toEqual(headOf(1));
  await appendAnchor(file, headOf(3));
  expect(await all()).toEqual([headOf(1), headOf(3)]);
});

it('writes the newest head when it stops, and no head twice', async () => {
  const anchors = createAnchors({ file, logger, intervalMs: 60_000 });
  anchors.offer(headOf(1));
  await waitFor(() => lastAnchor(file));
  for (const size of [2, 3]) anchors.offer(headOf(size));
  await anchors.stop();
  const again = createAnchors({ file, logger });
  again.offer(headOf(3));
  await again.stop();
  expect(await all()).toEqual([headOf(1), headOf(3)]);
});

it('says so where the audit contradicts what was anchored', async () => {
  await appendAnchor(file, headOf(5));
  const anchors = createAnchors({ file, logger, intervalMs: 1 });
  anchors.offer(headOf(5, 'bb'));
  await anchors.stop();
  expect(problems).toEqual(['the audit contradicts its anchor: verify it']);
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2);
});

it('puts heads at a URL, named so that they sort by size, and tries again', async () => {
  const put: { url: string | undefined; body: string }[] = [];
  let failures = 2;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (failures-- > 0) response.writeHead(503).end();
      else {
        put.push({ url: `${request.method} ${request.url}`, body });
        response.writeHead(200).end();
      }
    });
  });
  const url = await listening(server);
  const anchors = createAnchors({ url: `${url}/bucket/audit?sign=x`, file, logger, intervalMs: 1 });
  anchors.offer(headOf(42));
  await waitFor(() => put.length);
  await anchors.stop();
  expect(put).toEqual([
    { url: 'PUT /bucket/audit/00000000000000000042.json?sign=x', body: JSON.stringify(headOf(42)) },
  ]);
  expect(problems).toEqual(['head not anchored', 'head not anchored']);
  expect(await lastAnchor(file)).toEqual(headOf(42));
  server.closeAllConnections();
  server.close();
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
