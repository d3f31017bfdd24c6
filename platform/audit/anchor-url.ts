import type { AnchoredHead } from './anchor-file.js';

const TIMEOUT_MS = 5_000;
const SIZE_DIGITS = 20;

/**
 * Puts a head as `<url>/<tree size>.json`, as an object store takes it; names sort by size. The store's own rights (object
 * lock, write-only credentials in the URL's query or a proxy) keep it from being replaced. Throws where it is not accepted.
 */
export async function putAnchor(url: string, { treeSize, rootHash, at, jws }: AnchoredHead): Promise<void> {
  const target = new URL(url);
  target.pathname = `${target.pathname.replace(/\/$/, '')}/${String(treeSize).padStart(SIZE_DIGITS, '0')}.json`;
  const response = await fetch(target, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ treeSize, rootHash, at, jws }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`The anchor's target answered ${response.status}.`);
}
