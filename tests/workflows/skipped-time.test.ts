import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import type { Activities } from '../../activities/index.js';
import { SEARCH_ATTRIBUTES } from '../../dev/temporal/search-attributes.js';
import { planTimers, timerKey, type PlannedTimer, type TimerBasis } from '../../domain/session/plan-timers.js';
import type { SessionSnapshot } from '../../domain/session/types.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { buildWorkflowBundle } from '../../platform/temporal/workflow-bundle.js';
import { createSessionClient } from '../../workflows/session/client.js';
import { sessionWorkflowId } from '../../workflows/session/contract.js';
import { createFakeClinic } from '../support/fake-activities.js';
import { timeSkippingServer } from '../support/time-skipping/server.js';
import { quietRuntime, TEST_PAYLOAD_KEY } from '../support/workflow-harness.js';
import { decision, request } from './session-world.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A timer may be late by what its step takes. */
const LATE_MS = 5_000;

const server = await timeSkippingServer();
if (server === null) console.log('Time cannot be skipped here: it takes Java, and the first time Maven.');

let workflowBundle: WorkflowBundle;
beforeAll(async () => {
  workflowBundle = await buildWorkflowBundle(quietRuntime().logger);
});

const INDEXED = { Keyword: 2, Int: 3, Datetime: 6 } as const;

/** A server for one story: its clock is ahead of the callers' after the first skip. */
async function startServer(path: string): Promise<TestWorkflowEnvironment> {
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
    client: { dataConverter: createDataConverter(TEST_PAYLOAD_KEY) },
  });
  await environment.connection.operatorService.addSearchAttributes({
    namespace: environment.client.options.namespace,
    searchAttributes: Object.fromEntries(
      Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, INDEXED[type]]),
    ),
  });
  return environment;
}

interface Fired {
  key: string;
  dueAtMs: number;
  atMs: number;
}

/** Lives a session through with the product's own plan; `act` is what people do at its beginning. */
async function live(
  times: { decisionMs: number; startsInMs: number },
  act: (sessions: ReturnType<typeof createSessionClient>, sessionId: string) => Promise<unknown>,
): Promise<Fired[]> {
  const environment = await startServer(server ?? '');
  const bornMs = await environment.currentTimeMs();
  let nowMs = bornMs;
  const plan = (row: SessionSnapshot, fired: string[]): PlannedTimer[] =>
    planTimers(row, basisOf(row, bornMs, fired), nowMs);
  const clinic = createFakeClinic({ decisionMs: times.decisionMs, sessionEndsMs: times.startsInMs + HOUR_MS, plan });
  const fired: Fired[] = [];
  const activities: Activities = {
    ...clinic.activities,
    applyTimer: async (input) => {
      nowMs = await environment.currentTimeMs();
      fired.push({ key: timerKey(input.timer), dueAtMs: Date.parse(input.timer.at), atMs: nowMs });
      return clinic.activities.applyTimer(input);
    },
  };
  const taskQueue = randomUUID();
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    activities,
    workflowBundle,
    dataConverter: createDataConverter(TEST_PAYLOAD_KEY),
  });
  await worker.runUntil(async () => {
    const sessionId = randomUUID();
    const sessions = createSessionClient({ client: environment.client, taskQueue });
    await sessions.book(sessionId, { ...request(), startsAt: new Date(bornMs + times.startsInMs).toISOString() });
    await act(sessions, sessionId);
    await environment.client.workflow.getHandle(sessionWorkflowId(sessionId)).result();
  });
  await environment.teardown();
  return fired;
}

const basisOf = (row: SessionSnapshot, bornMs: number, fired: string[]): TimerBasis => ({
  createdAt: new Date(bornMs).toISOString(),
  approvedSince: row.status === 'APPROVED' ? new Date(bornMs).toISOString() : null,
  fired,
  policy: {
    decisionDeadlineMinutes: 2_880,
    decisionLeadMinutes: 30,
    reminderOffsetsMinutes: [2_880, 180],
    quietHours: { from: '21:00', to: '08:00' },
    timeZone: 'Europe/Berlin',
  },
});

(server === null ? describe.skip : describe)('with time that is skipped', () => {
  test('a session of in three weeks is reminded of twice, missed, and closed, each at its time', async () => {
    const fired = await live({ decisionMs: 2 * DAY_MS, startsInMs: 20 * DAY_MS }, (sessions, id) =>
      sessions.decide(id, decision('APPROVE')),
    );
    expect(fired.map(({ key }) => key)).toEqual(['REMINDER/2880', 'REMINDER/180', 'NO_ANSWER', 'COMPLETE']);
    for (const { atMs, dueAtMs } of fired) {
      expect(atMs).toBeGreaterThanOrEqual(dueAtMs - LATE_MS);
      expect(atMs).toBeLessThan(dueAtMs + LATE_MS);
    }
  }, 60_000);

  test('a request that nobody decides is nudged about, escalated, and lapses', async () => {
    const fired = await live({ decisionMs: 2 * DAY_MS, startsInMs: 20 * DAY_MS }, () => Promise.resolve());
    expect(fired.map(({ key }) => key)).toEqual(['NUDGE', 'ESCALATE', 'EXPIRE']);
    expect((fired[2]?.dueAtMs ?? 0) - (fired[0]?.dueAtMs ?? 0)).toBeGreaterThan(DAY_MS - LATE_MS);
  }, 60_000);
});
