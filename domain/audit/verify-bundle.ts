import type { JSONWebKeySet } from 'jose';
import { auditVerification } from './audit-problem.js';
import type { AuditProblem, AuditVerification } from './audit-problem.js';
import { isCommittedTo } from './commitment.js';
import { createHeadCollector } from './head-list.js';
import type { FoundHead } from './head-list.js';
import type { LedgerLeaf } from './leaf-check.js';
import { BundleError, readBundle } from './read-bundle.js';
import type { BundlePart } from './read-bundle.js';
import { createTreeHeadReader } from './tree-head.js';
import { createLedgerVerifier } from './verify-stream.js';
import type { LedgerVerifier } from './verify-stream.js';

export interface VerifyBundleOptions {
  chunks: AsyncIterable<Buffer>;
  /** Public keys that the verifier trusts, whatever the bundle says. */
  keys: JSONWebKeySet;
  /** Heads that were kept outside the clinic's database. */
  anchors?: AsyncIterable<FoundHead>;
  onProgress?: (checked: number) => void;
}

/** Verifies an exported audit by itself. Throws BundleError where it is no bundle, Error where no key is an audit key. */
export async function verifyBundle(options: VerifyBundleOptions): Promise<AuditVerification> {
  const collector = createHeadCollector({ read: await createTreeHeadReader(options.keys) });
  for await (const anchor of options.anchors ?? []) await collector.add(anchor);
  const bundle = createBundleVerifier(collector);
  for await (const parts of readBundle(options.chunks)) {
    for (const part of parts) {
      /** Only heads, of which there are few, take a turn of the event loop. */
      if (part.kind === 'head') await bundle.head(part.jws);
      else bundle.part(part);
    }
    bundle.keep();
    options.onProgress?.(bundle.leaves());
  }
  return bundle.finish();
}

function createBundleVerifier(collector: ReturnType<typeof createHeadCollector>) {
  const problems: AuditProblem[] = [];
  const seen = { header: false, heads: 0, leaves: 0, ended: false };
  let ledger: LedgerVerifier | undefined;
  let last: LedgerLeaf | undefined;

  async function head(jws: string): Promise<void> {
    if (ledger) throw new BundleError('A head stands after the first leaf.');
    seen.heads += 1;
    await collector.add({ jws, anchored: false, where: `the bundle's head ${seen.heads}` });
  }

  function part(next: Exclude<BundlePart, { kind: 'head' }>): void {
    if (!seen.header && next.kind !== 'header') throw new BundleError('The first line is not the header of a bundle.');
    switch (next.kind) {
      case 'header':
        seen.header = true;
        return;
      case 'leaf':
        ledger ??= createLedgerVerifier({ heads: collector.list() });
        ledger.leaf(next.leaf);
        seen.leaves += 1;
        last = next.leaf;
        return;
      case 'private':
        if (!last?.canonical || !isCommittedTo(last.canonical.toString(), next.value)) uncommitted(next.value.path);
        return;
      case 'end':
        seen.ended = next.end.leaves === seen.leaves && next.end.heads === seen.heads;
        return;
    }
  }

  /** Private values may follow their entry in the next batch, when its text is no longer there. */
  function keep(): void {
    if (last?.canonical) last = { ...last, canonical: last.canonical.toString() };
  }

  function uncommitted(path: string): void {
    const { leafIndex, entryId } = last ?? {};
    const detail = `Leaf ${leafIndex}: the private value of ${path} is not the one that its entry commits to.`;
    problems.push({ kind: 'EDITED', leafIndex, entryId: entryId === undefined ? undefined : String(entryId), detail });
  }

  async function finish(): Promise<AuditVerification> {
    if (!seen.header) throw new BundleError('The file is empty.');
    ledger ??= createLedgerVerifier({ heads: collector.list() });
    const { checkedSize, anchoredSize, problems: found } = await ledger.finish();
    if (!seen.ended)
      problems.push({
        kind: 'TRUNCATED',
        detail: 'The end line is not there or counts other lines: the file is not whole.',
      });
    return auditVerification(checkedSize, anchoredSize, [...found, ...problems]);
  }

  return { head, part, keep, finish, leaves: () => seen.leaves };
}
