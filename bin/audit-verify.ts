import { open, readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { JSONWebKeySet } from 'jose';
import type { AuditProblem } from '../domain/audit/audit-problem.js';
import type { FoundHead } from '../domain/audit/head-list.js';
import { BundleError } from '../domain/audit/read-bundle.js';
import { parseReceipt, verifyReceipt } from '../domain/audit/receipt.js';
import type { Receipt } from '../domain/audit/receipt.js';
import { createTreeHeadReader } from '../domain/audit/tree-head.js';
import { verifyBundle } from '../domain/audit/verify-bundle.js';
import { readAnchors } from '../platform/audit/anchor-file.js';
import { createProgressLine } from './audit/progress-line.js';
import { UsageError } from './clinic/usage-error.js';

/** Checks what the clinic has handed out, without the clinic: no database, no network, no configuration. */
const USAGE = `Usage: npx tsx bin/audit-verify.ts FILE --key PUBLIC_JWKS_FILE [--anchors FILE]

  FILE             an exported audit (clinic audit export) or a session's receipt
  --key FILE       the clinic's published keys, /.well-known/jwks.json, got by a way that you trust
  --anchors FILE   signed heads that were kept outside the clinic's database, one JSON object to a line; without them
                   nobody can tell whether the audit's end was cut off

Ends with 0 when all is well, 1 when something is wrong (the first bad entry comes first), 2 when it cannot be checked.`;

const CHUNK_BYTES = 256 * 1_024;

/** A receipt is read whole; what is larger is none. */
const MOST_RECEIPT_BYTES = 16 * 1_024 * 1_024;

process.exitCode = await run(process.argv.slice(2)).catch(explain);

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError('Name one file to check.');
  if (values.key === undefined) throw new UsageError('--key is missing.');
  const keys = await readKeys(values.key);
  const { size } = await stat(file);
  const receipt = size > MOST_RECEIPT_BYTES ? undefined : parseReceipt(await readFile(file, 'utf8'));
  return receipt ? checkReceipt(receipt, keys) : checkBundle(file, size, keys, values.anchors);
}

function parse(args: string[]) {
  try {
    const options = {
      key: { type: 'string' },
      anchors: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function readKeys(file: string): Promise<JSONWebKeySet> {
  const text = await readFile(file, 'utf8');
  try {
    const { keys } = JSON.parse(text) as Partial<JSONWebKeySet>;
    if (Array.isArray(keys)) return { keys };
  } catch {
    // Said below.
  }
  throw new Error(`${file} is no JSON Web Key Set: {"keys": [...]}.`);
}

async function checkReceipt(receipt: Receipt, keys: JSONWebKeySet): Promise<number> {
  const { ok, proved, unsealed, problems } = await verifyReceipt(receipt, await createTreeHeadReader(keys));
  problems.forEach(print);
  const rest = unsealed > 0 ? `, ${unsealed} newer than the head` : '';
  console.log(`${ok ? 'OK' : 'NOT OK'}: ${proved} of ${receipt.entries.length} entries proved${rest}.`);
  return ok ? 0 : 1;
}

async function checkBundle(
  file: string,
  size: number,
  keys: JSONWebKeySet,
  anchors: string | undefined,
): Promise<number> {
  if (anchors !== undefined) await stat(anchors);
  let bytes = 0;
  const progress = createProgressLine(() => bytes / size);
  const result = await verifyBundle({
    chunks: chunksOf(file, (read) => (bytes += read)),
    keys,
    onProgress: progress.show,
    ...(anchors === undefined ? {} : { anchors: headsIn(anchors) }),
  }).finally(progress.end);
  result.problems.forEach(print);
  const kept =
    anchors === undefined ? 'no anchors given: a cut end would not show' : `anchored up to ${result.anchoredSize}`;
  console.log(`${result.ok ? 'OK' : 'NOT OK'}: ${result.checkedSize} entries checked, ${kept}.`);
  return result.ok ? 0 : 1;
}

/** Through one buffer, so that memory does not depend on when the collector comes round. */
async function* chunksOf(file: string, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  await using handle = await open(file);
  const buffer = Buffer.alloc(CHUNK_BYTES);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES);
    if (bytesRead === 0) return;
    onRead(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}

async function* headsIn(file: string): AsyncGenerator<FoundHead> {
  let line = 0;
  for await (const { treeSize, rootHash, jws } of readAnchors(file)) {
    line += 1;
    yield { jws, treeSize, rootHash, anchored: true, where: `head ${line} of ${file}` };
  }
}

function print({ kind, entryId, leafIndex, detail }: AuditProblem): void {
  const places = [
    leafIndex === undefined ? [] : [`leaf ${leafIndex}`],
    entryId === undefined ? [] : [`entry ${entryId}`],
  ];
  console.log([kind, ...places.flat(), detail].join('  '));
}

function explain(error: unknown): number {
  if (error instanceof BundleError) {
    console.log(`NOT OK: ${error.message}`);
    return 1;
  }
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) console.error(`\n${USAGE}`);
  return 2;
}
