import type { AuditProblem } from '../../domain/audit/audit-problem.js';
import { GAPS, GONE } from './gap-query.js';
import type { AuditSnapshot } from './snapshot.js';

/** Enough for a person. */
const MOST_UNSEALED = 100;
const SESSIONS_PER_SLICE = 500;

const UNSEALED = `
  SELECT e.id::text FROM audit_entries e
   WHERE e.xid < (SELECT h.sealed_below FROM audit_heads h ORDER BY h.tree_size DESC LIMIT 1)
     AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.entry_id = e.id)
   ORDER BY e.id LIMIT ${MOST_UNSEALED}`;

/** How many entries are in no leaf, and how many of them may be: those that came after the last head. */
const COUNTS = `
  WITH last AS (SELECT coalesce((SELECT h.sealed_below FROM audit_heads h ORDER BY h.tree_size DESC LIMIT 1), '0') AS below)
  SELECT ((SELECT count(*) FROM audit_entries) - (SELECT count(*) FROM audit_leaves))::int AS unsealed,
         (SELECT count(*) FROM audit_entries e, last
           WHERE e.xid >= last.below AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.entry_id = e.id))::int AS newer`;

/** Entries that lie below what is sealed and are in no leaf: they came later than they say. They are looked for by number first. */
export async function findUnsealed(snapshot: AuditSnapshot): Promise<AuditProblem[]> {
  const [counts] = await snapshot.query<{ unsealed: number; newer: number }>(COUNTS);
  if (counts?.unsealed === counts?.newer) return [];
  const rows = await snapshot.query<{ id: string }>(UNSEALED);
  return rows.map(({ id }) => ({
    kind: 'INSERTED',
    entryId: id,
    detail: `Entry ${id} is in no leaf, though everything of its time was sealed.`,
  }));
}

interface Gap {
  sessionId: string;
  entryId: string | null;
  detail: string;
}

/** Sessions whose entries and history do not tell how they came to be as they are. */
export async function findGaps(
  snapshot: AuditSnapshot,
  onProgress: (sessions: number) => void,
): Promise<AuditProblem[]> {
  const problems: AuditProblem[] = [];
  let checked = 0;
  let last: string | null = null;
  do {
    const ids: string[] = await sessionsAfter(snapshot, last);
    problems.push(...(await snapshot.query<Gap>(GAPS, [ids])).map(incomplete));
    checked += ids.length;
    last = ids.length < SESSIONS_PER_SLICE ? null : (ids.at(-1) ?? null);
    onProgress(checked);
  } while (last !== null);
  problems.push(...(await snapshot.query<Gap>(GONE)).map(incomplete));
  return problems;
}

async function sessionsAfter(snapshot: AuditSnapshot, last: string | null): Promise<string[]> {
  const rows = await snapshot.query<{ id: string }>(
    'SELECT id FROM public.sessions WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2',
    [last, SESSIONS_PER_SLICE],
  );
  return rows.map(({ id }) => id);
}

function incomplete({ sessionId, entryId, detail }: Gap): AuditProblem {
  const entry = entryId === null ? {} : { entryId };
  return { kind: 'INCOMPLETE', sessionId, ...entry, detail: `Session ${sessionId}: ${detail}.` };
}
