import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

export interface AuditRun {
  id: string;
  seenAt: Date;
  checked: number;
  total: number;
  /** What came out, as text, and the mark of whoever wrote it; null while it runs. */
  result: string | null;
  proof: string | null;
}

/** Begins a run of verifying as the acting admin; runs of the day before are forgotten. */
export async function beginAuditRun(tx: Tx, id: string): Promise<void> {
  await callEngine(tx, 'begin_audit_run', { id });
}

/** How far the run is, or what came out. A run that has ended stays as it is. */
export async function noteAuditRun(
  tx: Tx,
  note: Pick<AuditRun, 'id' | 'checked' | 'total'> & { result?: string; proof?: string },
): Promise<void> {
  await callEngine(tx, 'note_audit_run', note);
}

/** Null where there is no such run, or none that the viewer may see. */
export async function readAuditRun(tx: Tx, id: string): Promise<AuditRun | null> {
  const run = await tx.auditRun.findUnique({ where: { id } });
  return run && { ...run, checked: Number(run.checked), total: Number(run.total) };
}
