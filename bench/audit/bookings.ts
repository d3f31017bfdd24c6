import pg from 'pg';
import { seedClinic } from '../../tests/support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../tests/support/database.js';
import { bookCommand } from '../../tests/integration/database/commands.js';
import { createFunctionInSql, type Contestant } from '../booking-contestants.js';
import { drive } from '../measure.js';
import { summarise } from '../statistics.js';
import type { BenchDatabase } from '../with-database.js';

export interface BookingOptions {
  repeats: number;
  bookings: number;
  callers: number;
}

type Way = 'audited' | 'unaudited' | 'chained';

const HALF_HOUR_MS = 1_800_000;
const FIRST_SLOT_MS = Date.parse('2100-01-01T00:00:00Z');

/** The usual way of making a log tamper-evident: each entry holds the hash of the one before it, so that writers take turns. */
const CHAIN = `
  CREATE TABLE audit_chain (entry_id bigint PRIMARY KEY, hash bytea NOT NULL);
  GRANT SELECT, INSERT ON audit_chain TO clinic_engine`;
const AFTER_ENTRY = 'IF cardinality(paths) = 1 THEN';
const CHAINED = `
  PERFORM pg_advisory_xact_lock(1);
  INSERT INTO public.audit_chain
  SELECT e.id, sha256(coalesce((SELECT c.hash FROM public.audit_chain c ORDER BY c.entry_id DESC LIMIT 1), '')
                      || convert_to(e.canonical, 'UTF8'))
    FROM public.audit_entries e WHERE e.id = entry;
  ${AFTER_ENTRY}`;

/** Bookings a second with the audit, without it, and with a chain under one lock; each in a database of its own. */
export async function benchBookings({ repeats, bookings, callers }: BookingOptions) {
  const ways: Way[] = ['audited', 'unaudited', 'chained'];
  const lanes = await Promise.all(ways.map((way) => openLane(way, callers)));
  const rates = new Map<Way, number[]>(ways.map((way) => [way, []]));
  const alone = new Map<Way, number[]>(ways.map((way) => [way, []]));
  for (let repeat = 0; repeat <= repeats; repeat += 1) {
    for (const [at, lane] of lanes.entries()) {
      const way = ways[at] as Way;
      const many = await lane.run(callers, bookings);
      const one = await lane.run(1, Math.ceil(bookings / 4));
      // The first round only warms up.
      if (repeat === 0) continue;
      rates.get(way)?.push(many);
      alone.get(way)?.push(one);
    }
    console.log(`bookings: repeat ${repeat} of ${repeats}`);
  }
  for (const lane of lanes) await lane.close();
  const ratio = (of: Map<Way, number[]>, above: Way, below: Way): number[] =>
    (of.get(above) ?? []).map((rate, at) => rate / (of.get(below)?.[at] ?? Number.NaN));
  return {
    callers,
    perSecond: Object.fromEntries([...rates].map(([way, values]) => [way, summarise(values)])),
    perSecondAlone: Object.fromEntries([...alone].map(([way, values]) => [way, summarise(values)])),
    cost: summarise(ratio(rates, 'unaudited', 'audited').map((more) => more - 1)),
    costAlone: summarise(ratio(alone, 'unaudited', 'audited').map((more) => more - 1)),
    auditedToChained: summarise(ratio(rates, 'audited', 'chained')),
  };
}

interface Lane {
  run(callers: number, bookings: number): Promise<number>;
  close(): Promise<void>;
}

async function openLane(way: Way, callers: number): Promise<Lane> {
  const db = await openTestDatabase({ poolSize: 2 });
  const bench: BenchDatabase = { db, clinic: await seedClinic(db) };
  await prepare(db, way);
  const contestant: Contestant = await createFunctionInSql(bench, callers);
  let slot = 0;
  return {
    async run(atOnce, bookings) {
      const free = Array.from({ length: atOnce }, (_, caller) => caller);
      const { perSecond } = await drive(atOnce, bookings, async () => {
        const caller = free.pop() as number;
        await contestant.book(freshCommand(bench, (slot += 1)), caller);
        free.push(caller);
      });
      return perSecond;
    },
    async close() {
      await contestant.close();
      await db[Symbol.asyncDispose]();
    },
  };
}

/** Half an hour that nobody asked for before; doctors, rooms and patients take turns. */
function freshCommand({ clinic }: BenchDatabase, slot: number) {
  const startsAtMs = FIRST_SLOT_MS + slot * HALF_HOUR_MS;
  const pick = <T>(items: readonly T[]): T => items[slot % items.length] as T;
  return bookCommand(clinic, {
    doctorId: pick(clinic.doctors).id,
    patientId: pick(clinic.patients).id,
    roomIds: [pick(clinic.rooms).id],
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + HALF_HOUR_MS).toISOString(),
    decisionDueAt: new Date(startsAtMs - HALF_HOUR_MS).toISOString(),
  });
}

async function prepare(db: TestDatabase, way: Way): Promise<void> {
  if (way === 'audited') return;
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  if (way === 'unaudited') await client.query('ALTER TABLE sessions DISABLE TRIGGER audit');
  else {
    await client.query(CHAIN);
    const { rows } = await client.query<{ text: string }>(
      "SELECT pg_get_functiondef(oid) AS text FROM pg_proc WHERE proname = 'write_audit'",
    );
    const text = rows[0]?.text ?? '';
    const chained = text.replace(AFTER_ENTRY, CHAINED);
    if (chained === text) throw new Error('write_audit is not as the chain expects it');
    await client.query(chained);
  }
  await client.end();
}
