import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../../../domain/actor.js';
import { audienceOf } from '../../../domain/notifications/audience.js';
import { beginDelivery } from '../../../prisma/stores/delivery-store.js';
import { inboundContext, receiveSms } from '../../../prisma/stores/inbound-store.js';
import {
  decisionById,
  replySession,
  type ReplyCommand,
  type StoredStep,
} from '../../../prisma/stores/session-store.js';
import { anonymousActor } from '../../../domain/actor.js';
import { actorOf } from '../../support/clinic.js';
import { book, bookApproved, createSlots, instant, replyCommand } from './commands.js';
import { decideMoveCommand, moveCommand, wantedTime } from './move-commands.js';
import { openMoveWorld, type MoveWorld } from './move-world.js';

let world: MoveWorld;
let patient: Actor;
beforeAll(async () => {
  world = await openMoveWorld();
  patient = actorOf('PATIENT', world.clinic.patients[1].id, 'SMS');
});
afterAll(() => world[Symbol.asyncDispose]());

const nextSlot = createSlots(30);
const asSystem = systemActor('test');
const onMove = {
  telehealthUrl: 'https://video.example/room',
  announcements: { APPROVE: audienceOf('MOVED'), REJECT: audienceOf('MOVE_REJECTED') },
};
const reply = (command: ReplyCommand, actor = patient): Promise<StoredStep> =>
  world.db.worker.withActor(actor, (tx) => replySession(tx, command));

/** A session of the second patient, who was asked by SMS about a time that the doctor suggests. */
async function asked(expiresAt = instant(300), approved = true) {
  const { db, clinic, steps, people } = world;
  const change = { ...nextSlot(), patientId: clinic.patients[1].id };
  const sessionId = approved
    ? (await bookApproved(db.worker, clinic, change)).sessionId
    : await book(db.worker, clinic, change);
  const command = moveCommand(sessionId, wantedTime(clinic, nextSlot()));
  const step = await steps.move(people.doctor, command);
  const moveId = command.decisionId;
  const promptId = await db.worker.withActor(asSystem, async (tx) => {
    const sms = await tx.notification.findFirstOrThrow({ where: { id: { in: step.notificationIds }, channel: 'SMS' } });
    await beginDelivery(tx, {
      notificationId: sms.id,
      address: clinic.patients[1].phone,
      body: 'Another time: 1 takes it, 2 keeps the present one, 3 for a call',
      subject: null,
      prompts: [{ sessionId, kind: 'MOVE', moveId, expiresAt }],
    });
    return (await tx.prompt.findFirstOrThrow({ where: { sessionId, kind: 'MOVE' } })).id;
  });
  return { sessionId, promptId, moveId, before: step.snapshot, wanted: command.wanted };
}

describe('an answer to a suggested time', () => {
  it('1 takes it, once', async () => {
    const { sessionId, promptId, wanted } = await asked();
    const command = replyCommand(sessionId, { promptId, onMove });
    const step = await reply(command);
    expect(step).toMatchObject({
      state: 'APPLIED',
      snapshot: { status: 'APPROVED', attendance: 'UNKNOWN', startsAt: wanted.startsAt, move: null },
    });
    expect(step.notificationIds).toHaveLength(4);
    expect(await reply(command)).toEqual(step);
    const row = await world.db.worker.withActor(asSystem, (tx) => decisionById(tx, command.decisionId));
    expect(row).toMatchObject({ kind: 'MOVE_APPROVE', state: 'APPLIED' });
  });

  it('1 approves a request with it', async () => {
    const { sessionId, promptId } = await asked(instant(300), false);
    expect(await reply(replyCommand(sessionId, { promptId, onMove }))).toMatchObject({
      snapshot: { status: 'APPROVED', move: null },
    });
  });

  it('2 keeps the present time', async () => {
    const { sessionId, promptId, before } = await asked();
    const step = await reply(replyCommand(sessionId, { promptId, onMove, intent: 'DECLINE' }));
    expect(step).toMatchObject({
      state: 'APPLIED',
      snapshot: { status: 'APPROVED', attendance: 'UNKNOWN', startsAt: before.startsAt, move: null },
    });
    const tasks = await world.rows('SELECT 1 FROM tasks WHERE session_id = $1', [sessionId]);
    expect(tasks).toEqual([]);
  });

  it('3 leaves it open and asks for a call, once; 1 still takes it', async () => {
    const { sessionId, promptId } = await asked();
    const change = () => reply(replyCommand(sessionId, { promptId, onMove, intent: 'CHANGE' }));
    const first = await change();
    expect(first).toMatchObject({ state: 'APPLIED', snapshot: { version: 4 } });
    expect(first.snapshot.move).not.toBeNull();
    expect(await change()).toMatchObject({ state: 'APPLIED', notificationIds: [], snapshot: { version: 4 } });
    const tasks = await world.rows('SELECT kind, state FROM tasks WHERE session_id = $1', [sessionId]);
    expect(tasks).toEqual([{ kind: 'CALL_PATIENT', state: 'OPEN' }]);
    expect(await reply(replyCommand(sessionId, { promptId, onMove }))).toMatchObject({ snapshot: { move: null } });
  });

  it('comes too late once the proposal is over, and hears so', async () => {
    const { sessionId, promptId } = await asked();
    await world.steps.decideMove(world.people.doctor, decideMoveCommand(sessionId, { verdict: 'WITHDRAW' }));
    const step = await reply(replyCommand(sessionId, { promptId, onMove }));
    expect(step).toMatchObject({ state: 'REFUSED', code: 'stale_version' });
    expect(step.notificationIds).toHaveLength(1);
    const expired = await asked(instant(-1));
    expect(await reply(replyCommand(expired.sessionId, { promptId: expired.promptId, onMove }))).toMatchObject({
      code: 'stale_version',
    });
  });

  it('is not for other patients or doctors', async () => {
    const { sessionId, promptId } = await asked();
    const command = () => replyCommand(sessionId, { promptId, onMove });
    for (const actor of [world.people.patient, world.people.doctor, world.people.otherDoctor]) {
      expect(await reply(command(), actor)).toMatchObject({ code: 'forbidden', notificationIds: [] });
    }
    expect(await reply(command(), world.people.secretary)).toMatchObject({ state: 'APPLIED' });
  });
});

it('is known to whoever reads a text from that number, and open as long as the proposal', async () => {
  const { sessionId, promptId, moveId } = await asked();
  const prompts = async () => {
    const text = { providerMessageId: `SM${sessionId}`, from: world.clinic.patients[1].phone, text: '1' };
    const { inboundId } = await world.db.app.withActor(anonymousActor('test', 'SMS'), (tx) => receiveSms(tx, text));
    const context = await world.db.worker.withActor(asSystem, (tx) => inboundContext(tx, inboundId));
    return context?.prompts.filter((prompt) => prompt.sessionId === sessionId);
  };
  expect(await prompts()).toMatchObject([{ promptId, kind: 'MOVE', moveId, open: true }]);
  await world.steps.decideMove(world.people.admin, decideMoveCommand(sessionId));
  expect(await prompts()).toMatchObject([{ promptId, open: false }]);
});
