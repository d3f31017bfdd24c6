import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { startStack } from '../dev/stack.js';
import type { StackCard } from '../dev/stack/card.js';
import { createLogger } from '../platform/logger.js';
import { installTemporalRuntime } from '../platform/temporal/runtime.js';
import { signIn, type ApiSession } from '../tests/support/api-session.js';
import { drive, type Sample } from './measure.js';
import { noop, noopUpdate } from './noop-workflow.js';
import { writeResults } from './results-file.js';
import { summarise } from './statistics.js';

/**
 * Bookings through the API beside bare update-with-start calls to a workflow that does nothing, on the same server and
 * interleaved. The booking function beside bare SQL is in booking-sql.ts. Arguments: repeats, numbers of clients.
 */
const REPEATS = Number(process.argv[2] ?? 5);
const CLIENTS = (process.argv[3] ?? '1,8,32').split(',').map(Number);
const CALLS_PER_CLIENT = 6;
const DURATION_MINUTES = 15;
const TASK_QUEUE = 'bench-noop';

const totalFor = (clients: number): number => Math.max(24, clients * CALLS_PER_CLIENT);

interface Wanted {
  doctorId: string;
  patientId: string;
  startsAt: string;
}

/** Free slots of all doctors over two months; no patient is wanted twice at one time. */
async function* freeSlots(desk: ApiSession): AsyncGenerator<Wanted, undefined> {
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

async function bookThroughApi(desk: ApiSession, wanted: Wanted): Promise<void> {
  const answer = await desk.post('/sessions', { ...wanted, durationMinutes: DURATION_MINUTES, telehealth: true });
  if (answer.status !== 201) throw new Error(`booking answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

async function startNoopWorker(card: StackCard): Promise<{ client: Client; stop(): Promise<void> }> {
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

async function bareUpdateWithStart(client: Client): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation(noop, {
    workflowId: `noop/${randomUUID()}`,
    taskQueue: TASK_QUEUE,
    workflowIdConflictPolicy: 'FAIL',
  });
  await client.workflow.executeUpdateWithStart(noopUpdate, { startWorkflowOperation });
}

const dataDir = await mkdtemp(join(tmpdir(), 'clinic-bench-'));
const stack = await startStack({ portBase: 4800, dataDir, onProgress: console.log });
try {
  const card = stack.card();
  const secretary = card.signIns.find(({ role }) => role === 'SECRETARY');
  if (!secretary) throw new Error('The demo has no secretary.');
  const desk = await signIn(card.api, secretary.email, secretary.password);
  const slots = freeSlots(desk);
  const nextSlot = async (): Promise<Wanted> => {
    const next = await slots.next();
    if (next.done) throw new Error('The demo clinic is booked out: fewer repeats are needed.');
    return next.value;
  };
  const peer = await startNoopWorker(card);
  const samples = new Map<number, { booking: Sample[]; bare: Sample[] }>(
    CLIENTS.map((clients) => [clients, { booking: [], bare: [] }]),
  );
  for (let repeat = -1; repeat < REPEATS; repeat += 1) {
    for (const clients of CLIENTS) {
      const total = totalFor(clients);
      const wanted: Wanted[] = [];
      for (let index = 0; index < total; index += 1) wanted.push(await nextSlot());
      const bare = await drive(clients, total, () => bareUpdateWithStart(peer.client));
      const booking = await drive(clients, total, (index) => bookThroughApi(desk, wanted[index] as Wanted));
      if (repeat < 0) continue;
      samples.get(clients)?.bare.push(bare);
      samples.get(clients)?.booking.push(booking);
    }
  }
  await peer.stop();
  const result = [...samples].map(([clients, { booking, bare }]) => ({
    clients,
    booking: spread(booking),
    bareUpdateWithStart: spread(bare),
    firstAnswerRatioP50: summarise(booking.map((sample, i) => sample.p50Ms / (bare[i] as Sample).p50Ms)),
  }));
  await writeResults('booking', { repeats: REPEATS, result });
  for (const row of result) {
    console.log(
      `${row.clients} clients: ${row.booking.perSecond.median.toFixed(1)}/s, p50 ${row.booking.p50Ms.median.toFixed(1)} ms, ` +
        `p99 ${row.booking.p99Ms.median.toFixed(1)} ms; bare ${row.bareUpdateWithStart.perSecond.median.toFixed(1)}/s, ` +
        `p50 ${row.bareUpdateWithStart.p50Ms.median.toFixed(1)} ms; ratio p50 ${row.firstAnswerRatioP50.median.toFixed(2)} ` +
        `(${row.firstAnswerRatioP50.min.toFixed(2)}–${row.firstAnswerRatioP50.max.toFixed(2)})`,
    );
  }
} finally {
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}

function spread(samples: Sample[]) {
  return {
    perSecond: summarise(samples.map((sample) => sample.perSecond)),
    p50Ms: summarise(samples.map((sample) => sample.p50Ms)),
    p99Ms: summarise(samples.map((sample) => sample.p99Ms)),
  };
}
