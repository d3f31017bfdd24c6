/**
 * What can be wrong with an audit. EDITED: a text, a column or a head is not what was sealed. MISSING, INSERTED, REORDERED:
 * an entry is gone, is one too many, stands in another's place. TRUNCATED: the end is gone. INCOMPLETE: a change that should
 * have left an entry has none.
 */
export const AUDIT_PROBLEM_KINDS = ['EDITED', 'MISSING', 'INSERTED', 'REORDERED', 'TRUNCATED', 'INCOMPLETE'] as const;
export type AuditProblemKind = (typeof AUDIT_PROBLEM_KINDS)[number];

export interface AuditProblem {
  kind: AuditProblemKind;
  entryId?: string;
  leafIndex?: number;
  sessionId?: string;
  detail: string;
}

/** `checkedSize` counts the leaves that were read, `anchoredSize` those that a head outside the database covers. */
export interface AuditVerification {
  ok: boolean;
  checkedSize: number;
  anchoredSize: number;
  problems: AuditProblem[];
}

/** Enough for a person; an attack on a table has a problem for each row. */
const MOST_PROBLEMS = 100;

/** Puts the first bad entry first, what has no place in the tree last, and cuts the list where it says nothing new. */
export function auditVerification(
  checkedSize: number,
  anchoredSize: number,
  found: readonly AuditProblem[],
): AuditVerification {
  const place = ({ leafIndex }: AuditProblem): number => leafIndex ?? Number.MAX_SAFE_INTEGER;
  const sorted = [...found].sort((left, right) => place(left) - place(right));
  const problems = sorted.slice(0, MOST_PROBLEMS);
  const last = problems.at(-1);
  const more = sorted.length - problems.length;
  if (last && more > 0)
    problems[problems.length - 1] = { ...last, detail: `${last.detail} (and ${more} more problems)` };
  return { ok: problems.length === 0, checkedSize, anchoredSize, problems };
}
