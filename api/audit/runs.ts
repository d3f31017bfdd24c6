import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { AuditVerification } from '../../domain/audit/audit-problem.js';
import { beginAuditRun, noteAuditRun, readAuditRun, type AuditRun } from '../../prisma/stores/audit-run-store.js';
import type { ApiContext } from '../context.js';
import type { PersonActor } from '../http/principal.js';

type Deps = Pick<ApiContext, 'db' | 'audit' | 'logger' | 'now'> & {
  secrets: Pick<ApiContext['secrets'], 'auditRunKey'>;
};

export type RunState =
  | { state: 'RUNNING'; checked: number; total: number }
  | { state: 'DONE'; result: AuditVerification }
  | { state: 'FAILED' }
  /** It ended with its process, or nobody of ours wrote what stands there. */
  | { state: 'LOST' };

const NOTE_INTERVAL_MS = 250;
/** A run of which nothing was heard for so long ended with its process. */
const SILENCE_MS = 15_000;

/** Begins to verify, and returns the run's id at once; the work goes on by itself. */
export async function beginRun(deps: Deps, actor: PersonActor): Promise<string> {
  const id = randomUUID();
  await deps.db.withActor(actor, (tx) => beginAuditRun(tx, id));
  void carryOut(deps, actor, id).catch((error: unknown) => {
    deps.logger.error({ err: (error as Error).message, run: id }, 'the audit could not be verified');
  });
  return id;
}

/** Where a run stands; null where there is none. */
export async function stateOf(deps: Deps, actor: PersonActor, id: string): Promise<RunState | null> {
  const run = await deps.db.withActor(actor, (tx) => readAuditRun(tx, id));
  if (run === null) return null;
  if (run.result !== null) return isOurs(deps, run) ? endOf(run.result) : { state: 'LOST' };
  if (deps.now().getTime() - run.seenAt.getTime() > SILENCE_MS) return { state: 'LOST' };
  return { state: 'RUNNING', checked: run.checked, total: run.total };
}

async function carryOut(deps: Deps, actor: PersonActor, id: string): Promise<void> {
  const note = (fields: Omit<Parameters<typeof noteAuditRun>[1], 'id'>): Promise<void> =>
    deps.db.withActor(actor, (tx) => noteAuditRun(tx, { id, ...fields }));
  const progress = { checked: 0, total: 0 };
  let noting = Promise.resolve();
  const timer = setInterval(() => {
    noting = noting.then(() => note(progress)).catch(() => undefined);
  }, NOTE_INTERVAL_MS);
  const end = async (result: AuditVerification | null): Promise<void> => {
    clearInterval(timer);
    await noting;
    const text = JSON.stringify(result);
    await note({ ...progress, result: text, proof: markOf(deps, id, text) });
  };
  try {
    await end(await deps.audit.verify(actor, ({ checked, total }) => Object.assign(progress, { checked, total })));
  } catch (error) {
    await end(null);
    throw error;
  }
}

function markOf({ secrets }: Deps, id: string, result: string): string {
  return createHmac('sha256', secrets.auditRunKey).update(`${id} ${result}`).digest('hex');
}

function isOurs(deps: Deps, { id, result, proof }: AuditRun): boolean {
  const wanted = Buffer.from(markOf(deps, id, result ?? ''));
  const given = Buffer.from(proof ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function endOf(text: string): RunState {
  const result = JSON.parse(text) as AuditVerification | null;
  return result === null ? { state: 'FAILED' } : { state: 'DONE', result };
}
