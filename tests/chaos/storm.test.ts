import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDemoPeople } from '../support/demo-people.js';
import { startStoryStack, type StoryStack } from '../support/story-stack.js';
import { runStorm, STORM_KINDS, type StormWorld } from './storm.js';
import { watchStorm } from './storm-watch.js';

const [DOCTORS, ROOMS, PATIENTS, STARTS] = [3, 2, 5, 100];
const WISHES = 1_000;
/** Two minutes on a machine of its own, more beside others. */
const STORM_MS = 400_000;

let stack: StoryStack;
beforeAll(async () => {
  stack = await startStoryStack();
}, 120_000);
afterAll(async () => {
  await stack?.close();
}, 60_000);

async function narrow(): Promise<StormWorld> {
  const people = createDemoPeople(() => stack.card());
  const [desk, admin] = [await people.signInAs('SECRETARY'), await people.signInAs('ADMIN')];
  const doctorIds = stack
    .card()
    .signIns.flatMap(({ doctorId }) => doctorId ?? [])
    .slice(0, DOCTORS);
  const doctors = new Map(
    await Promise.all(doctorIds.map(async (id, index) => [id, await people.signInAs('DOCTOR', index)] as const)),
  );
  const patientIds = stack
    .card()
    .phones.map(({ patientId }) => patientId)
    .slice(0, PATIENTS);
  await prepare(`UPDATE rooms SET active = id IN (SELECT id FROM rooms ORDER BY name LIMIT ${ROOMS})`);
  // Nobody is told anything: this is about time, and messages would take most of the machine.
  await prepare('UPDATE patients SET phone = NULL, email = NULL');
  await prepare("UPDATE chat_identities SET revoked_at = now() WHERE channel = 'SLACK'");
  const starts = await Promise.all(doctorIds.map(async (id) => [id, await startsOf(desk, id)] as const));
  return { desk, admin, doctors, patientIds, starts: new Map(starts) };
}

/** As the superuser, past all rules. */
async function prepare(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: stack.card().superuserDatabaseUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** The first starts of a week far ahead at which the doctor is free. */
async function startsOf(desk: StormWorld['desk'], doctorId: string): Promise<string[]> {
  const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const path = `/slots?doctorId=${doctorId}&from=${day(28)}&to=${day(35)}&limit=${STARTS}`;
  return (await desk.get<{ items: { startsAt: string }[] }>(path)).body.items.map(({ startsAt }) => startsAt);
}

test(
  'a thousand people want three doctors, two rooms and five patients at once',
  async () => {
    const world = await narrow();
    expect([world.doctors.size, world.patientIds.length]).toEqual([DOCTORS, PATIENTS]);
    const watch = await watchStorm(stack.card().superuserDatabaseUrl);
    try {
      const before = await watch.deadlocks();
      const seed = Date.now() % 2 ** 31;
      const tally = await runStorm(world, { count: WISHES, seed });
      const deadlocks = (await watch.deadlocks()) - before;
      const { answers, askedAgain, faults, tookMs } = tally;
      const numbers = {
        seed,
        seconds: Math.round(tookMs / 1_000),
        reads: watch.reads(),
        askedAgain,
        deadlocks,
        ...answers,
      };
      process.stderr.write(`storm: ${JSON.stringify(numbers)}\n`);
      expect(faults).toEqual([]);
      expect(watch.overlaps).toEqual([]);
      expect(deadlocks).toBe(0);
      expect(await watch.leftovers()).toEqual({ onOverbooked: [], unsound: [] });
      expect(watch.reads()).toBeGreaterThan(WISHES / 10);
      for (const kind of STORM_KINDS) {
        const done = Object.keys(answers).filter((line) => line.startsWith(`${kind} 20`));
        expect([kind, done.length > 0]).toEqual([kind, true]);
      }
    } finally {
      await watch.stop();
    }
  },
  STORM_MS,
);
