import { signTreeHead } from '../../domain/audit/tree-head.js';
import { createAuditKeys } from '../../platform/audit/key-file.js';
import { startSealer } from '../../prisma/audit/sealer.js';
import type { Sealed } from './sealing.js';

/** A sealer by itself, which tells when each head is committed. Arguments: the worker's URL, the key file. */
const [url = '', keyFile = ''] = process.argv.slice(2);
const keys = createAuditKeys(keyFile);
const sealer = startSealer({
  url,
  sign: async (head) => {
    const { key, kid } = await keys.signing();
    return signTreeHead(head, key, kid);
  },
  onHead: ({ treeSize }) => process.send?.({ treeSize, atMs: Date.now() } satisfies Sealed),
  logger: { info: () => undefined, error: (fields, message) => console.error(message, fields) },
});
process.on('message', () => {
  void sealer.stop().then(() => process.disconnect());
});
