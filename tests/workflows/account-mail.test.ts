import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { createAccountMailClient, type AccountMailClient } from '../../workflows/account-mail/client.js';
import { accountMailWorkflowId } from '../../workflows/account-mail/contract.js';
import { startReconcile } from '../../workflows/reconcile/client.js';
import { RECONCILE_WORKFLOW_ID } from '../../workflows/reconcile/contract.js';
import { createFakeClinic, type FakeClinic } from '../support/fake-activities.js';
import { createWorkflowHarness, TEST_PAYLOAD_KEY, type WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await createWorkflowHarness();
});
afterAll(() => harness.close());

const handleOf = (mailId: string) => harness.client.workflow.getHandle(accountMailWorkflowId(mailId));

async function withClinic(
  story: (clinic: FakeClinic, mails: AccountMailClient, taskQueue: string) => Promise<void>,
): Promise<void> {
  const clinic = createFakeClinic({ decisionMs: 60_000, sessionEndsMs: 120_000 });
  const taskQueue = harness.newTaskQueue();
  await using _worker = await harness.startWorker(taskQueue, clinic.activities);
  await story(clinic, createAccountMailClient({ client: harness.client, taskQueue }), taskQueue);
}

/** Everything that a run's history carries, decrypted. */
async function carriedBy(mailId: string): Promise<unknown[]> {
  const { events } = await handleOf(mailId).fetchHistory();
  const payloads = (events ?? []).flatMap((event): Payload[] => [
    ...(event.workflowExecutionStartedEventAttributes?.input?.payloads ?? []),
    ...(event.activityTaskScheduledEventAttributes?.input?.payloads ?? []),
    ...(event.activityTaskCompletedEventAttributes?.result?.payloads ?? []),
    ...(event.workflowExecutionCompletedEventAttributes?.result?.payloads ?? []),
  ]);
  const [codec] = createDataConverter(TEST_PAYLOAD_KEY).payloadCodecs ?? [];
  const decoded = (await codec?.decode(payloads)) ?? [];
  return decoded.map((payload) => defaultPayloadConverter.fromPayload<unknown>(payload) ?? null);
}

describe('account mail workflow', () => {
  test('sends a mail once for ten equal calls, and carries its id and nothing else', async () => {
    await withClinic(async (clinic, mails) => {
      // Held until all have called, so that they meet a running workflow.
      const mailId = randomUUID();
      const release = clinic.holdDeliveries();
      await Promise.all(Array.from({ length: 10 }, () => mails.deliver(mailId)));
      release();
      await handleOf(mailId).result();
      expect(clinic.mails).toEqual({ sent: [mailId], abandoned: [] });
      const carried = await carriedBy(mailId);
      expect(new Set(carried.map((value) => JSON.stringify(value)))).toEqual(
        new Set([JSON.stringify({ mailId }), JSON.stringify(mailId), 'null']),
      );
    });
  });

  test('runs again for a mail that has been tried before', async () => {
    await withClinic(async (clinic, mails) => {
      const mailId = randomUUID();
      for (let run = 0; run < 2; run += 1) {
        await mails.deliver(mailId);
        await handleOf(mailId).result();
      }
      expect(clinic.mails.sent).toEqual([mailId, mailId]);
    });
  });

  test('gives up a mail that can never be sent, and ends', async () => {
    await withClinic(async (clinic, mails) => {
      const mailId = randomUUID();
      clinic.hopeless.add(mailId);
      await mails.deliver(mailId);
      await handleOf(mailId).result();
      expect(clinic.mails).toEqual({ sent: [], abandoned: [mailId] });
    });
  });

  test('called off by an operator, it leaves the row as it is', async () => {
    await withClinic(async (clinic, mails) => {
      const mailId = randomUUID();
      const release = clinic.holdDeliveries();
      await mails.deliver(mailId);
      await handleOf(mailId).cancel();
      await expect(handleOf(mailId).result()).rejects.toThrow(/cancelled/i);
      release();
      expect(clinic.mails.abandoned).toEqual([]);
    });
  });

  test('asked for while no worker runs, it is sent after the next start', async () => {
    const clinic = createFakeClinic({ decisionMs: 60_000, sessionEndsMs: 120_000 });
    const taskQueue = harness.newTaskQueue();
    const mailId = randomUUID();
    await createAccountMailClient({ client: harness.client, taskQueue }).deliver(mailId);
    await using _worker = await harness.startWorker(taskQueue, clinic.activities);
    await handleOf(mailId).result();
    expect(clinic.mails.sent).toEqual([mailId]);
  });
});

test('reconciling goes through all queued mails, batch after batch', async () => {
  await withClinic(async (clinic, _mails, taskQueue) => {
    clinic.queuedMails.push(randomUUID(), randomUUID());
    await startReconcile({ client: harness.client, taskQueue });
    await harness.client.workflow.getHandle(RECONCILE_WORKFLOW_ID).result();
    expect(clinic.queuedMails).toEqual([]);
  });
});
