import type { Actor } from '../../domain/actor.js';
import {
  bundleEndLine,
  bundleHeaderLine,
  bundleHeadLine,
  bundleLeafLine,
  bundlePrivateLine,
  type PrivateValue,
} from '../../domain/audit/bundle.js';
import { openAuditSnapshot } from './snapshot.js';

export interface ExportAuditOptions {
  url: string;
  /** An admin, or SYSTEM. */
  actor: Actor;
  /** Personal values with their salts as well. */
  withValues: boolean;
  onProgress?: (leaves: number, total: number) => void;
}

const HEADS = 'SELECT h.jws FROM audit_heads h ORDER BY h.tree_size';
const VALUES = `(SELECT jsonb_agg(jsonb_build_object('path', p.path, 'salt', encode(p.salt, 'hex'), 'value', p.value) ORDER BY p.path)
                   FROM audit_private p WHERE p.entry_id = l.entry_id)`;

const leavesQuery = (withValues: boolean, range: string): string => `
  SELECT l.leaf_index, l.leaf_hash, e.canonical, ${withValues ? VALUES : 'NULL::jsonb'}::text
    FROM audit_leaves l LEFT JOIN audit_entries e ON e.id = l.entry_id WHERE ${range} ORDER BY l.leaf_index`;

/** The sealed audit at one moment as the text of a bundle, piece by piece. Record the export before. */
export async function* exportAudit(options: ExportAuditOptions): AsyncGenerator<string> {
  await using snapshot = await openAuditSnapshot(options.url, options.actor);
  const [counts] = await snapshot.query<{ total: string }>('SELECT count(*)::text AS total FROM audit_leaves');
  const total = Number(counts?.total);
  const end = { heads: 0, leaves: 0 };
  yield bundleHeaderLine();
  for await (const rows of snapshot.copy(HEADS)) {
    end.heads += rows.length;
    yield rows.map(([jws]) => bundleHeadLine(String(jws))).join('');
  }
  for await (const rows of snapshot.copyLeaves((range) => leavesQuery(options.withValues, range), total)) {
    end.leaves += rows.length;
    yield rows.map(([index, hash, canonical, values]) => leafLines(index, hash, canonical, values)).join('');
    options.onProgress?.(end.leaves, total);
  }
  yield bundleEndLine(end);
}

type Field = Buffer | null | undefined;

function leafLines(index: Field, hash: Field, canonical: Field, values: Field): string {
  const leaf = { leafIndex: Number(index?.readBigInt64BE()), leafHash: hash ?? Buffer.alloc(0) };
  const line = bundleLeafLine(canonical ? { ...leaf, canonical: canonical.toString() } : leaf);
  const found = values ? (JSON.parse(values.toString()) as PrivateValue[]) : [];
  return line + found.map(bundlePrivateLine).join('');
}
