import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../../domain/actor.js';
import { cancelSession, openSessionIds, sessionSnapshot } from '../../../prisma/stores/session-store.js';
import { listSessions, readSession, sessionHistory, sessionMessages } from '../../../prisma/views/session-view.js';
import { book, cancelCommand, instant } from './commands.js';
import {
  amendCommand,
  closeCommand,
  decideMoveCommand,
  deleteCommand,
  moveCommand,
  reopenCommand,
} from './move-commands.js';
import { openMoveWorld, type MoveWorld, type Who } from './move-world.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const asSystem = systemActor('test');
const cancelled = async (slot = world.nextSlot()): Promise<string> => {
  const sessionId = await world.approved(slot);
  await world.db.worker.withActor(world.people.secretary, (tx) => cancelSession(tx, cancelCommand(sessionId)));
  return sessionId;
};

describe('corrections', () => {
  it.each<Who>(['patient', 'secretary', 'doctor', 'otherDoctor'])('are not for the %s', async (who) => {
    const sessionId = await cancelled();
    const actor = world.people[who];
    const answers = [
      await world.steps.amend(actor, amendCommand(sessionId, { texts: { note: 'x' } })),
      await world.steps.reopen(actor, reopenCommand(sessionId, world.time())),
      await world.steps.remove(actor, deleteCommand(sessionId)),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ state: 'REFUSED', code: 'forbidden' });
    const kinds = await world.rows<{ kind: string }>(
      "SELECT kind FROM decisions WHERE session_id = $1 AND state = 'REFUSED' ORDER BY kind",
      [sessionId],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['AMEND', 'DELETE', 'REOPEN']);
  });

  it('need a reason and the right version', async () => {
    const sessionId = await world.approved();
    const { admin } = world.people;
    expect(await world.steps.amend(admin, amendCommand(sessionId, { reason: ' ' }))).toMatchObject({
      code: 'reason_required',
    });
    expect(await world.steps.remove(admin, deleteCommand(sessionId, { version: 7 }))).toMatchObject({
      code: 'stale_version',
    });
  });

  it('leave an audit entry that says why, without the words', async () => {
    const sessionId = await world.approved();
    await world.steps.amend(world.people.admin, amendCommand(sessionId, { texts: { note: 'x' }, reason: 'a typo' }));
    const [entry] = await world.rows(
      `SELECT a.actor_id, a.after, p.value FROM audit_entries a JOIN audit_private p ON p.entry_id = a.id
        WHERE a.entity_id = $1 AND a.action = 'override'`,
      [sessionId],
    );
    expect(entry).toMatchObject({
      actor_id: world.clinic.admin.userId,
      after: { kind: 'AMEND', accepted: [], exempt: [], reason: expect.stringMatching(/^sha256:/) },
      value: 'a typo',
    });
  });
});

describe('delete', () => {
  it('hides a session, frees its time, tells the patient, and answers again', async () => {
    const slot = world.nextSlot();
    const sessionId = await world.approved(slot);
    const { admin, secretary, patient } = world.people;
    await world.steps.move(patient, moveCommand(sessionId, world.time()));
    const command = deleteCommand(sessionId);
    const step = await world.steps.remove(admin, command);
    expect(step).toMatchObject({ state: 'APPLIED', snapshot: { status: 'CANCELLED', version: 4, move: null } });
    expect(step.notificationIds).toHaveLength(4);
    expect(await world.steps.remove(admin, command)).toEqual(step);
    await expect(world.steps.remove(admin, deleteCommand(sessionId))).rejects.toMatchObject({ code: 'not_found' });
    await expect(world.steps.decideMove(admin, decideMoveCommand(sessionId))).rejects.toMatchObject({
      code: 'not_found',
    });
    const seen = await world.db.app.withActor(secretary, async (tx) => ({
      one: await readSession(tx, sessionId),
      all: (await listSessions(tx, {}, { limit: 200, cursor: null })).items.filter(({ id }) => id === sessionId),
      history: await sessionHistory(tx, sessionId),
      messages: await sessionMessages(tx, sessionId),
    }));
    expect(seen).toEqual({ one: null, all: [], history: [], messages: [] });
    await book(world.db.worker, world.clinic, slot);
  });

  it('stays reachable for its workflow until everything is told', async () => {
    const sessionId = await world.approved();
    await world.steps.remove(world.people.admin, deleteCommand(sessionId));
    const look = () =>
      world.db.worker.withActor(asSystem, async (tx) => ({
        record: await sessionSnapshot(tx, sessionId),
        open: (await openSessionIds(tx, { limit: 1_000 })).includes(sessionId),
      }));
    expect(await look()).toMatchObject({ record: { snapshot: { status: 'CANCELLED' } }, open: true });
    await world.rows("UPDATE notifications SET status = 'SENT' WHERE session_id = $1", [sessionId]);
    expect(await look()).toEqual({ record: null, open: false });
  });

  it('keeps the status of what is over and tells nobody', async () => {
    const sessionId = await world.approved();
    await world.shift(sessionId, instant(-2), instant(-1));
    await world.steps.close(world.people.admin, closeCommand(sessionId));
    const step = await world.steps.remove(world.people.admin, deleteCommand(sessionId));
    expect(step).toMatchObject({ snapshot: { status: 'COMPLETED' }, notificationIds: [] });
  });
});
