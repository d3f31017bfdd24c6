import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../../domain/actor.js';
import { expireMove, expireSession, movableSession } from '../../../prisma/stores/session-store.js';
import { readSession, sessionHistory } from '../../../prisma/views/session-view.js';
import { book, decide, decideCommand, instant } from './commands.js';
import { decideMoveCommand, moveCommand } from './move-commands.js';
import { openMoveWorld, type MoveWorld, type Who } from './move-world.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const asSystem = systemActor('test');

describe('how an open move ends', () => {
  it('an approval gives the session the proposed time and asks the patient anew', async () => {
    const sessionId = await world.approved();
    const old = await world.db.worker.withActor(asSystem, (tx) => movableSession(tx, sessionId));
    await world.rows("UPDATE sessions SET attendance = 'CONFIRMED' WHERE id = $1", [sessionId]);
    const { wanted, decisionId } = await world.proposed('patient', sessionId);
    const step = await world.steps.decideMove(world.people.doctor, decideMoveCommand(sessionId));
    expect(step).toMatchObject({
      state: 'APPLIED',
      snapshot: { status: 'APPROVED', attendance: 'UNKNOWN', version: 4, startsAt: wanted.startsAt, move: null },
    });
    expect(step.basis.approvedSince).not.toBeNull();
    expect(await world.holdsOf(sessionId)).toEqual([{ own: true, starts: new Date(wanted.startsAt) }]);
    const history = await world.db.app.withActor(world.people.patient, (tx) => sessionHistory(tx, sessionId));
    expect(history.at(-1)).toMatchObject({
      kind: 'MOVED',
      from: 'APPROVED',
      to: 'APPROVED',
      details: { moveId: decisionId, startsAt: wanted.startsAt, previousStartsAt: old?.snapshot.startsAt },
    });
    // The old time is free again.
    await book(world.db.worker, world.clinic, {
      startsAt: old?.snapshot.startsAt ?? '',
      endsAt: old?.snapshot.endsAt ?? '',
    });
  });

  it('the patient’s yes to a suggestion approves the request, by whoever suggested it', async () => {
    const slot = world.nextSlot();
    const sessionId = await book(world.db.worker, world.clinic, { ...slot, roomIds: [], telehealth: true });
    const command = moveCommand(sessionId, world.time({ ...world.nextSlot(), roomIds: [], telehealth: true }));
    await world.steps.move(world.people.doctor, command);
    const step = await world.steps.decideMove(world.people.secretary, decideMoveCommand(sessionId));
    expect(step.snapshot).toMatchObject({ status: 'APPROVED', startsAt: command.wanted.startsAt });
    const view = await world.db.app.withActor(world.people.admin, (tx) => readSession(tx, sessionId));
    expect(view).toMatchObject({
      telehealth: true,
      telehealthUrl: 'https://video.example/room',
      decidedBy: { id: world.people.doctor.id },
    });
  });

  it.each([
    ['REJECT', 'doctor', 'MOVE_REJECTED'],
    ['WITHDRAW', 'patient', 'MOVE_WITHDRAWN'],
    ['WITHDRAW', 'secretary', 'MOVE_WITHDRAWN'],
  ] as const)('%s by the %s keeps the present time', async (verdict, who, kind) => {
    const sessionId = await world.approved();
    const { wanted } = await world.proposed('patient', sessionId);
    const step = await world.steps.decideMove(
      world.people[who],
      decideMoveCommand(sessionId, { verdict, reason: 'no time' }),
    );
    expect(step).toMatchObject({ state: 'APPLIED', snapshot: { status: 'APPROVED', version: 4, move: null } });
    expect(await world.holdsOf(sessionId)).toMatchObject([{ own: true }]);
    const history = await world.db.app.withActor(world.people.admin, (tx) => sessionHistory(tx, sessionId));
    expect(history.at(-1)).toMatchObject({ kind, details: { proposedStartsAt: wanted.startsAt } });
    await book(world.db.worker, world.clinic, { startsAt: wanted.startsAt, endsAt: wanted.endsAt });
  });

  it('a proposal lapses when it is due, once, and a request waits as long as it is open', async () => {
    const sessionId = await world.pending();
    const { decisionId: moveId, moveDueAt } = await world.proposed('doctor', sessionId);
    const at = (now: string, id = moveId) =>
      world.db.worker.withActor(asSystem, (tx) => expireMove(tx, { sessionId, moveId: id, now, announcements: [] }));
    const expire = () =>
      world.db.worker.withActor(asSystem, (tx) => expireSession(tx, { sessionId, now: instant(90) }));
    expect(await expire()).toMatchObject({ state: 'REFUSED', snapshot: { status: 'PENDING' } });
    expect(await at(instant(1))).toMatchObject({ state: 'REFUSED' });
    expect(await at(moveDueAt, randomUUID())).toMatchObject({ state: 'REFUSED' });
    expect(await at(moveDueAt)).toMatchObject({ state: 'APPLIED', snapshot: { status: 'PENDING', move: null } });
    expect(await at(moveDueAt)).toMatchObject({ state: 'REFUSED' });
    expect(await expire()).toMatchObject({ state: 'APPLIED', snapshot: { status: 'EXPIRED' } });
    expect(await world.holdsOf(sessionId)).toEqual([]);
  });

  it('a word on the session itself withdraws the open move', async () => {
    const sessionId = await world.pending();
    const { decisionId } = await world.proposed('doctor', sessionId);
    const step = await decide(world.db.worker, world.people.doctor, decideCommand(sessionId));
    expect(step.snapshot).toMatchObject({ status: 'APPROVED', version: 3, move: null });
    const [move] = await world.rows<{ status: string }>('SELECT status FROM moves WHERE id = $1', [decisionId]);
    expect(move).toEqual({ status: 'WITHDRAWN' });
    expect(await world.holdsOf(sessionId)).toMatchObject([{ own: true }]);
  });
});

describe('a word on a move', () => {
  it.each<[Who, Who, 'APPROVE' | 'REJECT' | 'WITHDRAW', string | null]>([
    ['patient', 'doctor', 'APPROVE', null],
    ['patient', 'admin', 'APPROVE', null],
    ['patient', 'patient', 'APPROVE', 'forbidden'],
    ['patient', 'secretary', 'APPROVE', 'forbidden'],
    ['patient', 'otherDoctor', 'APPROVE', 'forbidden'],
    ['patient', 'secretary', 'REJECT', 'forbidden'],
    ['patient', 'admin', 'REJECT', null],
    ['patient', 'doctor', 'WITHDRAW', 'forbidden'],
    ['patient', 'admin', 'WITHDRAW', null],
    ['secretary', 'patient', 'WITHDRAW', 'forbidden'],
    ['doctor', 'patient', 'APPROVE', null],
    ['doctor', 'secretary', 'APPROVE', null],
    ['doctor', 'admin', 'APPROVE', null],
    ['doctor', 'doctor', 'APPROVE', 'forbidden'],
    ['doctor', 'patient', 'REJECT', null],
    ['doctor', 'doctor', 'REJECT', 'forbidden'],
    ['doctor', 'doctor', 'WITHDRAW', null],
    ['doctor', 'patient', 'WITHDRAW', 'forbidden'],
    ['admin', 'doctor', 'WITHDRAW', null],
    ['admin', 'secretary', 'WITHDRAW', null],
  ])('of the %s’s proposal by the %s: %s gives %s', async (proposer, who, verdict, code) => {
    const sessionId = await world.approved();
    await world.proposed(proposer, sessionId);
    const step = await world.steps.decideMove(
      world.people[who],
      decideMoveCommand(sessionId, { verdict, reason: 'so' }),
    );
    expect(step).toMatchObject({ state: code === null ? 'APPLIED' : 'REFUSED', code });
  });

  it('needs a move, a reason to turn a patient down, the right version, and time ahead', async () => {
    const { doctor } = world.people;
    const sessionId = await world.approved();
    const say = (change: Parameters<typeof decideMoveCommand>[1]) =>
      world.steps.decideMove(doctor, decideMoveCommand(sessionId, change));
    expect(await say({})).toMatchObject({ code: 'invalid_transition' });
    const { decisionId } = await world.proposed('patient', sessionId);
    expect(await say({ verdict: 'REJECT', reason: ' ' })).toMatchObject({ code: 'reason_required' });
    expect(await say({ version: 1 })).toMatchObject({ code: 'stale_version' });
    await world.rows('UPDATE moves SET starts_at = $2 WHERE id = $1', [decisionId, instant(-1)]);
    expect(await say({})).toMatchObject({ code: 'invalid_transition' });
    expect(await say({ verdict: 'REJECT', reason: 'over' })).toMatchObject({ state: 'APPLIED' });
  });
});
