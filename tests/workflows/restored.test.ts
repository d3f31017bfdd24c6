import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createReconcileActivities, type ReconcileDeps } from '../../activities/reconcile.js';
import { createSessionClient } from '../../workflows/session/client.js';
import { sessionWorkflowId, stateQuery } from '../../workflows/session/contract.js';
import { createSessionRuns } from '../../workflows/session/runs/client.js';
import { actorOf } from '../support/clinic.js';
import { atTen, createActivityWorld, type ActivityWorld } from '../integration/activities/world.js';
import { waitFor } from '../support/wait-for.js';
import { createWorkflowHarness, type WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
let world: ActivityWorld;
beforeAll(async () => {
  [harness, world] = await Promise.all([createWorkflowHarness(), createActivityWorld()]);
});
afterAll(async () => {
  await harness.close();
  await world[Symbol.asyncDispose]();
});

/** What becomes of rows when an older state of the database is put back. */
async function putBack(sql: string, ...values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: world.db.superuserUrl });
  await client.connect();
  try {
    await client.query(`SET session_replication_role = replica`);
    await client.query(sql, values);
  } finally {
    await client.end();
  }
}

test('sessions without a workflow and workflows without their session are mended', async () => {
  const taskQueue = harness.newTaskQueue();
  const target = { client: harness.client, taskQueue };
  const sessions = createSessionClient(target);
  await using _worker = await harness.startWorker(taskQueue, world.activities);
  const [terminated, vanished, older, untouched] = Array.from({ length: 4 }, () => randomUUID()) as Four;
  for (const [day, sessionId] of [terminated, vanished, older, untouched].entries()) {
    await sessions.book(sessionId, world.request({ startsAt: atTen(world.now, day + 3) }));
  }
  const handle = (sessionId: string) => harness.client.workflow.getHandle(sessionWorkflowId(sessionId));
  const statusOf = async (sessionId: string): Promise<string> => (await handle(sessionId).describe()).status.name;
  const known = async (sessionId: string) => (await handle(sessionId).query(stateQuery)).snapshot;

  await handle(terminated).terminate('lost');
  await putBack('DELETE FROM sessions WHERE id = $1', vanished);
  await sessions.decide(older, {
    decisionId: randomUUID(),
    actor: actorOf('DOCTOR', world.clinic.doctors[0].userId),
    verdict: 'APPROVE',
    reason: null,
    category: null,
    version: null,
    bodyHash: 'body',
  });
  await waitFor(async () => (await known(older))?.status === 'APPROVED', { describe: 'approved' });
  await putBack(
    `UPDATE sessions SET status = 'PENDING', version = 1, decided_at = NULL, decided_by = NULL WHERE id = $1`,
    older,
  );
  const lengthBefore = (await handle(untouched).describe()).historyLength;

  const unused = {} as Pick<ReconcileDeps, 'accountMails' | 'leaves' | 'inbound'>;
  const sessionRuns = createSessionRuns(target);
  // The index of runs comes after them.
  const deps = { ...unused, db: world.db.worker, sessions, sessionRuns, now: () => new Date(Date.now() + 120_000) };
  const reconcile = createReconcileActivities(deps);
  await reconcile.resumeOpenSessions(null);
  await waitFor(
    async () => {
      await reconcile.mendSessionRuns();
      return (await statusOf(vanished)) === 'TERMINATED' && (await known(older))?.status === 'PENDING';
    },
    { timeoutMs: 20_000, describe: 'mended' },
  );
  expect(await statusOf(terminated)).toBe('RUNNING');
  expect(await known(terminated)).toMatchObject({ status: 'PENDING' });
  expect((await handle(older).query(stateQuery)).nextTimers.map(({ kind }) => kind)).toContain('EXPIRE');
  expect((await handle(untouched).describe()).historyLength).toBe(lengthBefore);
}, 60_000);

type Four = [string, string, string, string];
