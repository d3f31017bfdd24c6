import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymousActor, systemActor, type Actor } from '../../../domain/actor.js';
import { decisionById } from '../../../prisma/stores/session-store.js';
import { actorOf, coverSecondDoctor, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { connected } from './connected.js';
import { waitFor } from '../../support/wait-for.js';
import { book, createSlots, decide, decideCommand } from './commands.js';

let db: TestDatabase;
let clinic: TestClinic;
let doctor: Actor;
let admin: Actor;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  doctor = actorOf('DOCTOR', clinic.doctors[0].userId, 'SLACK');
  admin = actorOf('ADMIN', clinic.admin.userId);
});
afterAll(() => db[Symbol.asyncDispose]());

const nextSlot = createSlots(30);
const activeHolds = (sessionId: string): Promise<number> =>
  db.worker.withActor(systemActor('test'), (tx) => tx.hold.count({ where: { sessionId, active: true } }));

describe('decide', () => {
  it('lets the first decision win and tells the second', async () => {
    const sessionId = await book(db.worker, clinic, nextSlot());
    const answers = await Promise.all([
      decide(db.worker, doctor, decideCommand(sessionId)),
      decide(db.worker, admin, decideCommand(sessionId, { verdict: 'REJECT', reason: 'full' })),
    ]);
    expect(answers.map(({ state }) => state).sort()).toEqual(['APPLIED', 'REFUSED']);
    expect(answers.find(({ state }) => state === 'REFUSED')?.code).toBe('already_decided');
    expect(answers.find(({ state }) => state === 'APPLIED')?.snapshot.version).toBe(2);
  });

  it('gives the same answer to the same decision id, and none to a stranger', async () => {
    const sessionId = await book(db.worker, clinic, nextSlot());
    const command = decideCommand(sessionId);
    const first = await decide(db.worker, doctor, command);
    expect(await decide(db.worker, doctor, command)).toEqual(first);
    expect(first.notificationIds).toHaveLength(4);
    await expect(decide(db.worker, admin, command)).rejects.toMatchObject({ code: 'forbidden' });
    const seen = await db.app.withActor(doctor, (tx) => decisionById(tx, command.decisionId));
    expect(seen).toMatchObject({ state: 'APPLIED', kind: 'APPROVE', snapshotVersion: 2 });
    const foreign = actorOf('DOCTOR', clinic.doctors[1].userId);
    expect(await db.app.withActor(foreign, (tx) => decisionById(tx, command.decisionId))).toBeNull();
  });

  it.each<[string, () => Actor, Partial<ReturnType<typeof decideCommand>>, string]>([
    ['another doctor', () => actorOf('DOCTOR', clinic.doctors[1].userId), {}, 'forbidden'],
    ['a secretary', () => actorOf('SECRETARY', clinic.secretary.userId), {}, 'forbidden'],
    ['a patient', () => actorOf('PATIENT', clinic.patients[0].userId), {}, 'forbidden'],
    ['nobody', () => anonymousActor('test'), {}, 'forbidden'],
    ['a false claim', () => actorOf('ADMIN', clinic.secretary.userId), {}, 'forbidden'],
    ['an old version', () => doctor, { version: 7 }, 'stale_version'],
    ['no reason', () => doctor, { verdict: 'REJECT', reason: '  ' }, 'reason_required'],
  ])('refuses and records: %s', async (_name, actor, change, code) => {
    const sessionId = await book(db.worker, clinic, nextSlot());
    const command = decideCommand(sessionId, change);
    const step = await decide(db.worker, actor(), command);
    expect(step).toMatchObject({
      state: 'REFUSED',
      code,
      notificationIds: [],
      snapshot: { status: 'PENDING', version: 1 },
    });
    const row = await db.worker.withActor(systemActor('test'), (tx) => decisionById(tx, command.decisionId));
    expect(row).toMatchObject({ state: 'REFUSED', code });
  });

  it('frees the slot of a rejected request and notes category and reason', async () => {
    const slot = nextSlot();
    const sessionId = await book(db.worker, clinic, slot);
    await decide(
      db.worker,
      doctor,
      decideCommand(sessionId, { verdict: 'REJECT', reason: 'full', category: 'TIME_UNAVAILABLE' }),
    );
    expect(await activeHolds(sessionId)).toBe(0);
    await book(db.worker, clinic, slot);
    const history = await db.worker.withActor(systemActor('test'), (tx) =>
      tx.statusHistory.findMany({ where: { sessionId }, orderBy: { version: 'asc' } }),
    );
    expect(history).toMatchObject([
      { kind: 'BOOKED', toStatus: 'PENDING' },
      {
        kind: 'REJECTED',
        fromStatus: 'PENDING',
        toStatus: 'REJECTED',
        reason: 'full',
        reasonCategory: 'TIME_UNAVAILABLE',
        channel: 'SLACK',
      },
    ]);
  });

  it('accepts the covering doctor, and sets the link of a telehealth session', async () => {
    const sessionId = await book(db.worker, clinic, {
      ...nextSlot(),
      doctorId: clinic.doctors[1].id,
      telehealth: true,
      roomIds: [],
    });
    await coverSecondDoctor(db, clinic);
    expect(await decide(db.worker, doctor, decideCommand(sessionId))).toMatchObject({ state: 'APPLIED' });
    const session = await db.worker.withActor(doctor, (tx) => tx.session.findUnique({ where: { id: sessionId } }));
    expect(session?.telehealthUrl).toBe('https://video.example/room');
  });

  it('announces the decision when it commits', async () => {
    const heard: string[] = [];
    await using _listener = await db.app.listen(['decision'], (_channel, payload) => heard.push(payload));
    const sessionId = await book(db.worker, clinic, nextSlot());
    const command = decideCommand(sessionId);
    await decide(db.worker, doctor, command);
    await waitFor(() => heard.length > 0);
    expect(heard).toEqual([command.decisionId]);
  });

  it('approves nothing that has begun', async () => {
    const sessionId = await book(db.worker, clinic, nextSlot());
    await using superuser = await connected(db.superuserUrl);
    await superuser.client.query("UPDATE sessions SET starts_at = now() - interval '1 minute' WHERE id = $1", [
      sessionId,
    ]);
    expect(await decide(db.worker, doctor, decideCommand(sessionId))).toMatchObject({
      state: 'REFUSED',
      code: 'invalid_transition',
    });
    const refusal = decideCommand(sessionId, { verdict: 'REJECT', reason: 'too late' });
    expect(await decide(db.worker, doctor, refusal)).toMatchObject({ state: 'APPLIED' });
  });

  it('knows no session that is not there', async () => {
    await expect(decide(db.worker, doctor, decideCommand(randomUUID()))).rejects.toMatchObject({ code: 'not_found' });
  });
});
