import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import type { StackCard } from '../dev/stack/card.js';
import { audienceOf } from '../domain/notifications/audience.js';
import { createLogger } from '../platform/logger.js';
import { installTemporalRuntime } from '../platform/temporal/runtime.js';
import type { Database } from '../prisma/actor.js';
import { bookSession } from '../prisma/stores/session-store.js';
import type { ApiSession } from '../tests/support/api-session.js';
import { noop, noopUpdate } from './noop-workflow.js';

const DURATION_MINUTES = 15;
const TASK_QUEUE = 'bench-noop';

export interface Wanted {
  doctorId: string;
  patientId: string;
  startsAt: string;
}

/** Free slots of all doctors over two months; no patient is wanted twice at one time. */
export async function* freeSlots(desk: ApiSession): AsyncGenerator<Wanted, undefined> {
  const doctors = (await desk.get<{ items: { id: string }[] }>('/doctors')).body.items;
  const patients = (await desk.get<{ items: { id: string }[] }>('/patients?limit=200')).body.items;
  for (let week = 0; week < 8; week += 1) {
    const day = (offset: number): string =>
      new Date(Date.now() + (week * 7 + offset) * 86_400_000).toISOString().slice(0, 10);
    for (const [index, doctor] of doctors.entries()) {
      const patientId = (patients[index] as { id: string }).id;
      const query = new URLSearchParams({ doctorId: doctor.id, patientId, from: day(1), to: day(8), limit: '200' });
      query.set('durationMinutes', String(DURATION_MINUTES));
      const { body } = await desk.get<{ items: { startsAt: string }[] }>(`/slots?${query.toString()}`);
      for (const { startsAt } of body.items) yield { doctorId: doctor.id, patientId, startsAt };
    }
  }
}

/** The whole way: request, workflow, transaction, answer. */
export async function bookThroughApi(desk: ApiSession, wanted: Wanted): Promise<void> {
  const answer = await desk.post('/sessions', { ...wanted, durationMinutes: DURATION_MINUTES, telehealth: true });
  if (answer.status !== 201) throw new Error(`booking answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** A worker for the workflow that does nothing, in this process. */
export async function startNoopWorker(card: StackCard): Promise<{ client: Client; stop(): Promise<void> }> {
  const { logger } = installTemporalRuntime(createLogger({ name: 'bench', level: 'silent' }));
  const connection = await NativeConnection.connect({ address: card.temporal.address });
  const worker = await Worker.create({
    connection,
    namespace: card.temporal.namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('./noop-workflow.ts', import.meta.url)),
      logger,
    }),
  });
  const running = worker.run();
  const clientConnection = await Connection.connect({ address: card.temporal.address });
  return {
    client: new Client({ connection: clientConnection, namespace: card.temporal.namespace }),
    async stop() {
      worker.shutdown();
      await running;
      await clientConnection.close();
      await connection.close();
    },
  };
}

/** What a first answer costs at least: start, one task, one update. */
export async function bareUpdateWithStart(client: Client): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation(noop, {
    workflowId: `noop/${randomUUID()}`,
    taskQueue: TASK_QUEUE,
    workflowIdConflictPolicy: 'FAIL',
  });
  await client.workflow.executeUpdateWithStart(noopUpdate, { startWorkflowOperation });
}

/** The booking's transaction alone, by the owner's login; times lie where no other booking comes. */
export function bareTransaction(db: Database, userId: string, seats: Omit<Wanted, 'startsAt'>[]): () => Promise<void> {
  let next = 0;
  return async () => {
    const index = next++;
    const seat = seats[index % seats.length] as Wanted;
    const startsAtMs = Date.parse('2100-01-01T00:00:00Z') + index * DURATION_MINUTES * 60_000;
    const actor = { id: userId, role: 'SECRETARY', channel: 'API', requestId: 'bench' } as const;
    const result = await db.withActor(actor, (tx) =>
      bookSession(tx, {
        ...seat,
        sessionId: randomUUID(),
        startsAt: new Date(startsAtMs).toISOString(),
        endsAt: new Date(startsAtMs + DURATION_MINUTES * 60_000).toISOString(),
        roomIds: [],
        telehealth: true,
        visitReason: null,
        note: null,
        bodyHash: 'bench',
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 0,
        decisionDueAt: new Date(startsAtMs).toISOString(),
        notAfter: null,
        announcements: audienceOf('BOOKED'),
      }),
    );
    if (result.outcome !== 'BOOKED') throw new Error(`the transaction came to ${result.outcome}`);
  };
}
