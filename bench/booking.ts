import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../dev/stack.js';
import { createDatabase } from '../prisma/client.js';
import { signIn } from '../tests/support/api-session.js';
import {
  bareTransaction,
  bareUpdateWithStart,
  bookThroughApi,
  freeSlots,
  startNoopWorker,
  type Wanted,
} from './booking-peers.js';
import { drive, type Sample } from './measure.js';
import { writeResults } from './results-file.js';
import { summarise } from './statistics.js';

/**
 * Bookings through the API beside bare update-with-start calls to a workflow that does nothing on the same server, and
 * beside the booking's own database transaction, interleaved. The booking function beside bare SQL is in
 * booking-sql.ts. Arguments: repeats, numbers of clients.
 */
const REPEATS = Number(process.argv[2] ?? 5);
const CLIENTS = (process.argv[3] ?? '1,8,32').split(',').map(Number);
const CALLS_PER_CLIENT = 6;

const totalFor = (clients: number): number => Math.max(24, clients * CALLS_PER_CLIENT);

const dataDir = await mkdtemp(join(tmpdir(), 'clinic-bench-'));
const stack = await startStack({ portBase: 4800, dataDir, simulator: false, onProgress: console.log });
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
  const db = await createDatabase({ url: card.ownerDatabaseUrl, allowOwner: true, poolSize: 10 });
  const seats = card.signIns.flatMap(({ doctorId }, index) =>
    doctorId ? [{ doctorId, patientId: card.phones[index]?.patientId ?? '' }] : [],
  );
  const transaction = bareTransaction(db, secretary.userId, seats);
  const samples = new Map<number, { booking: Sample[]; bare: Sample[]; sql: Sample[] }>(
    CLIENTS.map((clients) => [clients, { booking: [], bare: [], sql: [] }]),
  );
  for (let repeat = -1; repeat < REPEATS; repeat += 1) {
    for (const clients of CLIENTS) {
      const total = totalFor(clients);
      const wanted: Wanted[] = [];
      for (let index = 0; index < total; index += 1) wanted.push(await nextSlot());
      const bare = await drive(clients, total, () => bareUpdateWithStart(peer.client));
      const sql = await drive(clients, total, transaction);
      const booking = await drive(clients, total, (index) => bookThroughApi(desk, wanted[index] as Wanted));
      if (repeat < 0) continue;
      samples.get(clients)?.bare.push(bare);
      samples.get(clients)?.booking.push(booking);
      samples.get(clients)?.sql.push(sql);
    }
  }
  await peer.stop();
  await db.close();
  const result = [...samples].map(([clients, { booking, bare, sql }]) => ({
    clients,
    booking: spread(booking),
    bareUpdateWithStart: spread(bare),
    bareTransaction: spread(sql),
    firstAnswerRatioP50: summarise(booking.map((sample, i) => sample.p50Ms / (bare[i] as Sample).p50Ms)),
  }));
  await writeResults('booking', { repeats: REPEATS, result });
  for (const row of result) {
    console.log(
      `${row.clients} clients: ${row.booking.perSecond.median.toFixed(1)}/s, p50 ${row.booking.p50Ms.median.toFixed(1)} ms, ` +
        `p99 ${row.booking.p99Ms.median.toFixed(1)} ms; bare ${row.bareUpdateWithStart.perSecond.median.toFixed(1)}/s, ` +
        `p50 ${row.bareUpdateWithStart.p50Ms.median.toFixed(1)} ms; ` +
        `transaction ${row.bareTransaction.perSecond.median.toFixed(1)}/s, ` +
        `p50 ${row.bareTransaction.p50Ms.median.toFixed(1)} ms; ratio p50 ${row.firstAnswerRatioP50.median.toFixed(2)} ` +
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
