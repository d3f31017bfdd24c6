import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readAnchors } from '../../../platform/audit/anchor-file.js';
import { rotateAuditKey } from '../../../platform/audit/key-file.js';
import { bookSession } from '../../../prisma/stores/session-store.js';
import { actorOf } from '../../support/clinic.js';
import { waitFor } from '../../support/wait-for.js';
import { bookCommand, createSlots } from '../database/commands.js';
import { connected } from '../database/connected.js';
import { openAuditWorld, type AuditWorld } from './audit-world.js';

const WRITERS = 32;
const BOOKINGS_EACH = 12;
const undone = new Error('undone');

let world: AuditWorld;
beforeEach(async () => {
  world = await openAuditWorld({ poolSize: WRITERS });
});
afterEach(() => world[Symbol.asyncDispose]());

const leavesOf = async (sql: string, values: unknown[] = []): Promise<number> =>
  (await world.superuser.query<{ n: number }>(`SELECT count(*)::int AS n FROM audit_leaves l WHERE ${sql}`, values))
    .rows[0]?.n ?? 0;

it('reads as whole at every moment under load, with rollbacks, a clock that jumps, and sealers that are killed', async () => {
  await letTheClockJump();
  const sealers = [world.seal(), world.seal()];
  const nextSlot = createSlots(200);
  let writing = true;
  let kills = 0;
  const write = async (writer: number): Promise<void> => {
    const secretary = actorOf('SECRETARY', world.clinic.secretary.userId);
    for (let n = 0; n < BOOKINGS_EACH; n += 1) {
      const command = bookCommand(world.clinic, nextSlot());
      const booking = world.db.worker.withActor(secretary, async (tx) => {
        await bookSession(tx, command);
        if ((writer + n) % 4 === 0) throw undone;
      });
      await booking.catch((error: unknown) => expect(error).toBe(undone));
    }
  };
  const kill = async (): Promise<void> => {
    while (writing) {
      const killed = await waitFor(async () => (await world.superuser.query(KILL_ELECTED)).rowCount, {
        intervalMs: 300,
      });
      kills += killed;
    }
  };
  const verify = async (): Promise<number> => {
    let rounds = 0;
    for (; writing; rounds += 1) expect((await world.verify()).problems).toEqual([]);
    return rounds;
  };
  const writers = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer))).finally(
    () => (writing = false),
  );
  const [, , rounds] = await Promise.all([writers, kill(), verify()]);
  expect(rounds).toBeGreaterThan(1);
  expect(kills).toBeGreaterThan(0);
  await Promise.all(sealers.map((sealer) => sealer.stop()));
  const size = await world.sealAll();
  expect(await world.verify()).toEqual({ ok: true, checkedSize: size, anchoredSize: size, problems: [] });
});

const KILL_ELECTED = `
  SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid AND l.locktype = 'advisory'
   WHERE a.application_name = 'clinic-audit-sealer' AND a.datname = current_database() AND random() < 0.5`;

/** Entries up to an hour too early or too late, as after steps of the server's clock. */
async function letTheClockJump(): Promise<void> {
  const { rows } = await world.superuser.query<{ text: string }>(
    "SELECT pg_get_functiondef(oid) AS text FROM pg_proc WHERE proname = 'write_audit'",
  );
  const jumping = rows[0]?.text.replace(
    'clock_timestamp()',
    "clock_timestamp() + (random() - 0.5) * interval '2 hours'",
  );
  await world.superuser.query(jumping ?? '');
}

it('waits for a transaction that began before, and seals in the order of transactions', async () => {
  await world.sealAll();
  await using slow = await connected(world.db.superuserUrl);
  await slow.client.query('BEGIN');
  await slow.client.query("UPDATE rooms SET location = 'Attic' WHERE id = $1", [world.clinic.rooms[0].id]);
  const [sessionId] = await world.book(1);
  const running = world.seal();
  const before = await leavesOf('true');
  // The sealer has looked many times by then.
  await waitFor(async () => (await roundsOf()) > 3);
  expect(await leavesOf('true')).toBe(before);
  await slow.client.query('COMMIT');
  await waitFor(async () => (await leavesOf('true')) > before);
  await running.stop();
  const { rows } = await world.superuser.query<{ entity_id: string }>(
    'SELECT e.entity_id FROM audit_leaves l JOIN audit_entries e ON e.id = l.entry_id WHERE l.leaf_index >= $1 ORDER BY l.leaf_index',
    [before],
  );
  expect(rows.map((row) => row.entity_id).slice(0, 2)).toEqual([world.clinic.rooms[0].id, sessionId]);
  expect((await world.verify()).ok).toBe(true);
});

/** How often this database's sealer was seen with a new statement. */
async function roundsOf(): Promise<number> {
  const { rows } = await world.superuser.query<{ at: string }>(
    "SELECT query_start::text AS at FROM pg_stat_activity WHERE application_name = 'clinic-audit-sealer' AND datname = current_database()",
  );
  for (const { at } of rows) seen.add(at);
  return seen.size;
}
const seen = new Set<string>();

it('goes on where the database was moved to a server whose transactions count anew', async () => {
  await world.book(2);
  await world.sealAll();
  await world.book(1);
  // The same as a dump that is read in elsewhere: what was written has numbers that this server has not reached.
  await world.tamper(
    'UPDATE audit_entries SET xid = (xid::text::bigint + 1000000)::text::xid8',
    'UPDATE audit_heads SET sealed_below = (sealed_below::text::bigint + 1000000)::text::xid8',
  );
  await world.sealAll();
  await world.book(1);
  const size = await world.sealAll();
  expect(await world.verify()).toEqual({ ok: true, checkedSize: size, anchoredSize: size, problems: [] });
});

it('stops with everything sealed and anchored', async () => {
  const running = world.seal();
  await world.book(3);
  await running.stop();
  const { rows } = await world.superuser.query<{ entries: number }>(
    'SELECT count(*)::int AS entries FROM audit_entries',
  );
  const entries = rows[0]?.entries;
  expect(await world.verify()).toEqual({ ok: true, checkedSize: entries, anchoredSize: entries, problems: [] });
  expect(running.errors).toEqual([]);
});

it('signs with a new key once there is one, and what the old one signed still counts', async () => {
  const running = world.seal();
  await world.book(1);
  await waitFor(async () => (await anchoredKeys()).size === 1);
  await rotateAuditKey(world.keyFile);
  await world.book(1);
  await waitFor(async () => (await anchoredKeys()).size === 2);
  await running.stop();
  expect((await world.keys.published()).length).toBe(2);
  expect((await world.verify()).problems).toEqual([]);
});

async function anchoredKeys(): Promise<Set<string>> {
  const kids = new Set<string>();
  for await (const { jws } of readAnchors(world.anchorFile)) {
    const header = JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString()) as { kid: string };
    kids.add(header.kid);
  }
  return kids;
}

it('takes no claim of a role or request for a piece of its text', async () => {
  const { superuser, clinic } = world;
  await superuser.query(`SET app.role = 'ADM"IN\\'; SET app.request_id = E'a","reason":"b\\n'`);
  await superuser.query("UPDATE rooms SET location = 'Attic' WHERE id = $1", [clinic.rooms[0].id]);
  await superuser.query('RESET app.role; RESET app.request_id');
  const { rows } = await superuser.query<{ canonical: string }>(
    'SELECT canonical FROM audit_entries ORDER BY id DESC LIMIT 1',
  );
  expect(JSON.parse(rows[0]?.canonical ?? '')).toMatchObject({
    actorRole: 'ADMIN',
    requestId: 'a,reason:b',
    reason: null,
  });
  await world.sealAll();
  expect((await world.verify()).problems).toEqual([]);
});
