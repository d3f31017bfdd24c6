import { randomUUID } from 'node:crypto';
import type { BookCommand } from '../prisma/stores/session-store.js';
import type { TestClinic } from '../tests/support/clinic.js';
import {
  createBareInsert,
  createFunctionInSql,
  createFunctionThroughGate,
  createPrismaInteractive,
  type Contestant,
} from './booking-contestants.js';
import { writeResults } from './results-file.js';
import { summarise } from './statistics.js';
import { withBenchDatabase } from './with-database.js';

/**
 * A full booking in SQL beside a bare INSERT under the same constraints and beside a Prisma interactive transaction that
 * does the same work. Every booking is of a free slot. Repeats are interleaved; figures are bookings per second.
 * Arguments: repeats, bookings per repeat.
 */
const REPEATS = Number(process.argv[2] ?? 7);
const BOOKINGS = Number(process.argv[3] ?? 400);
const CALLERS = [1, 8];
const HALF_HOUR_MS = 1_800_000;
let nextSlot = 0;

/** Half an hour that nobody asked for before; doctors, rooms and patients take turns. */
function freshCommand(clinic: TestClinic): BookCommand {
  nextSlot += 1;
  const startsAt = Date.parse('2100-01-01T00:00:00Z') + nextSlot * HALF_HOUR_MS;
  const pick = <T>(items: readonly T[]): T => items[nextSlot % items.length] as T;
  return {
    sessionId: randomUUID(),
    doctorId: pick(clinic.doctors).id,
    patientId: pick(clinic.patients).id,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + HALF_HOUR_MS).toISOString(),
    roomIds: [pick(clinic.rooms).id],
    telehealth: false,
    visitReason: 'knee',
    note: null,
    bodyHash: 'bench',
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    decisionDueAt: new Date(startsAt - HALF_HOUR_MS).toISOString(),
    notAfter: null,
    announcements: [
      { kind: 'BOOKED', channel: 'SMS', recipient: 'PATIENT' },
      { kind: 'BOOKED', channel: 'EMAIL', recipient: 'PATIENT' },
      { kind: 'BOOKED', channel: 'SLACK', recipient: 'DOCTOR' },
    ],
  };
}

async function perSecond(contestant: Contestant, clinic: TestClinic, callers: number): Promise<number> {
  let left = BOOKINGS;
  const startedAt = performance.now();
  const work = async (_: unknown, caller: number): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await contestant.book(freshCommand(clinic), caller);
    }
  };
  await Promise.all(Array.from({ length: callers }, work));
  return BOOKINGS / ((performance.now() - startedAt) / 1_000);
}

const results = await withBenchDatabase(Math.max(...CALLERS), async (bench) => {
  const most = Math.max(...CALLERS);
  const contestants = [
    await createFunctionInSql(bench, most),
    await createBareInsert(bench, most),
    createFunctionThroughGate(bench),
    createPrismaInteractive(bench, most),
  ];
  const rates = new Map<string, number[]>();
  for (let repeat = 0; repeat <= REPEATS; repeat += 1) {
    for (const callers of CALLERS) {
      for (const contestant of contestants) {
        const rate = await perSecond(contestant, bench.clinic, callers);
        // The first round only warms up.
        if (repeat > 0)
          rates.set(`${contestant.name} @${callers}`, [...(rates.get(`${contestant.name} @${callers}`) ?? []), rate]);
      }
    }
    console.log(`repeat ${repeat} of ${REPEATS}`);
  }
  for (const contestant of contestants) await contestant.close();
  const ratio = (a: string, b: string): number[] =>
    (rates.get(a) ?? []).map((rate, index) => rate / (rates.get(b)?.[index] ?? Number.NaN));
  return {
    repeats: REPEATS,
    bookingsPerRepeat: BOOKINGS,
    bookingsPerSecond: Object.fromEntries([...rates].map(([name, values]) => [name, summarise(values)])),
    ratios: CALLERS.map((callers) => ({
      callers,
      functionToBareInsert: summarise(
        ratio(`function, one statement @${callers}`, `bare INSERT, one statement @${callers}`),
      ),
      functionToPrisma: summarise(
        ratio(`function, one statement @${callers}`, `Prisma interactive transaction @${callers}`),
      ),
      gateToPrisma: summarise(
        ratio(`function, through withActor @${callers}`, `Prisma interactive transaction @${callers}`),
      ),
    })),
    aims: { functionToBareInsert: 0.75, functionToPrisma: 6 },
  };
});
console.log(JSON.stringify(results, null, 2));
await writeResults('booking-sql', results);
