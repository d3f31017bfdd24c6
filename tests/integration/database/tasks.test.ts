import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cancelSession, replySession } from '../../../prisma/stores/session-store.js';
import {
  claimTask,
  finishTask,
  replyTask,
  taskPost,
  taskShown,
  unshownTasks,
} from '../../../prisma/stores/task-store.js';
import { unreachedSessions } from '../../../prisma/views/unreached-view.js';
import { actorOf } from '../../support/clinic.js';
import { cancelCommand, replyCommand } from './commands.js';
import { openTasksWorld, type TasksWorld } from './tasks-world.js';

let world: TasksWorld;
beforeAll(async () => {
  world = await openTasksWorld();
});
afterAll(async () => world[Symbol.asyncDispose]());

const patient = (index: 0 | 1 | 2) => world.clinic.patients[index];
const declined = async (): Promise<{ sessionId: string; taskId: string }> => {
  const sessionId = await world.approved();
  await world.db.worker.withActor(actorOf('SECRETARY', world.clinic.secretary.userId), (tx) =>
    replySession(tx, replyCommand(sessionId, { intent: 'DECLINE' })),
  );
  const [task] = await world.tasks(sessionId);
  return { sessionId, taskId: task?.id ?? '' };
};

describe('a task', () => {
  it('is claimed by one person, who is named to the next, and done by anybody', async () => {
    const { taskId } = await declined();
    expect(await world.asDesk((tx) => claimTask(tx, taskId))).toEqual({ outcome: 'APPLIED' });
    expect(await world.asDesk((tx) => claimTask(tx, taskId))).toEqual({ outcome: 'APPLIED' });
    expect(await world.asAdmin((tx) => claimTask(tx, taskId))).toMatchObject({
      outcome: 'CLAIMED',
      by: { id: world.clinic.secretary.userId },
    });
    expect(await world.task(taskId)).toMatchObject({ state: 'CLAIMED', version: 2 });
    expect(await world.asAdmin((tx) => finishTask(tx, { taskId, note: 'called' }))).toEqual({ outcome: 'APPLIED' });
    expect(await world.asDesk((tx) => finishTask(tx, { taskId, note: null }))).toMatchObject({
      outcome: 'DONE',
      by: { id: world.clinic.admin.userId },
    });
    expect(await world.asDesk((tx) => claimTask(tx, taskId))).toMatchObject({ outcome: 'DONE' });
    expect(await world.task(taskId)).toMatchObject({ state: 'DONE', note: 'called', version: 3 });
  });

  it('is for the desk only', async () => {
    const { taskId } = await declined();
    for (const actor of [
      actorOf('DOCTOR', world.clinic.doctors[0].userId),
      actorOf('PATIENT', patient(0).userId ?? ''),
      { ...actorOf('ADMIN', world.clinic.admin.userId), id: world.clinic.secretary.userId },
    ]) {
      await expect(world.db.app.withActor(actor, (tx) => claimTask(tx, taskId))).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    await expect(world.asDesk((tx) => claimTask(tx, randomUUID()))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leaves an audit entry for each change, without words', async () => {
    const taskId = await world.unread('+15550006161', 'my secret');
    await world.asDesk((tx) => claimTask(tx, taskId));
    const entries = await world.rows<{ action: string; after: unknown }>(
      `SELECT action, after FROM audit_entries WHERE entity = 'task' AND entity_id = $1 ORDER BY id`,
      taskId,
    );
    expect(entries.map(({ action }) => action)).toEqual(['create', 'status']);
    expect(JSON.stringify(entries)).not.toMatch(/my secret|15550006161/);
  });

  it.each(['CANCELLED', 'moved', 'confirmed'])('about a session ends when that is %s', async (change) => {
    const { sessionId, taskId } = await declined();
    const desk = actorOf('SECRETARY', world.clinic.secretary.userId);
    if (change === 'CANCELLED')
      await world.db.worker.withActor(desk, (tx) => cancelSession(tx, cancelCommand(sessionId)));
    else if (change === 'confirmed')
      await world.db.worker.withActor(desk, (tx) => replySession(tx, replyCommand(sessionId)));
    else
      await world.rows(
        `UPDATE sessions SET starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' WHERE id = $1`,
        sessionId,
      );
    expect(await world.task(taskId)).toMatchObject({ state: 'DONE', doneBy: null, note: expect.any(String) });
  });

  it('with a text to read outlives its session', async () => {
    const sessionId = await world.approved(2);
    const taskId = await world.unread(patient(2).phone);
    await world.rows('UPDATE tasks SET session_id = $1 WHERE id = $2', sessionId, taskId);
    await world.db.worker.withActor(actorOf('SECRETARY', world.clinic.secretary.userId), (tx) =>
      cancelSession(tx, cancelCommand(sessionId)),
    );
    expect(await world.task(taskId)).toMatchObject({ state: 'OPEN' });
    const post = await world.asSystem((tx) => taskPost(tx, taskId));
    expect(post).toMatchObject({ session: { status: 'CANCELLED' }, notification: { shownVersion: null } });
    // Linked to the session, then told of its end.
    expect(post?.task.version).toBe(3);
  });

  it('can be worked on while steps of its session go on, without deadlocks', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { sessionId, taskId } = await declined();
      const desk = actorOf('SECRETARY', world.clinic.secretary.userId);
      await Promise.all([
        world.db.worker.withActor(desk, (tx) => cancelSession(tx, cancelCommand(sessionId))),
        world.asDesk((tx) => replyTask(tx, { taskId, noticeId: randomUUID(), body: 'hello' })),
        world.asAdmin((tx) => finishTask(tx, { taskId, note: null })),
      ]);
    }
    const [{ deadlocks } = { deadlocks: '-1' }] = await world.rows<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(deadlocks).toBe('0');
  });
});

describe('an answer', () => {
  const answer = (taskId: string, noticeId: string = randomUUID()) =>
    world.asDesk((tx) => replyTask(tx, { taskId, noticeId, body: 'Elm Street: yes' }));
  const written = (taskId: string) =>
    world.rows<{ phone: string; body: string; session_id: string | null; patient_id: string | null }>(
      `SELECT phone, body, session_id, patient_id FROM notifications WHERE task_id = $1 AND kind = 'STAFF_REPLY'`,
      taskId,
    );

  it('goes to the number that wrote, also one that nobody knows, and claims the task', async () => {
    const taskId = await world.unread('+15550006262');
    expect(await answer(taskId)).toEqual({ outcome: 'APPLIED', sessionId: null });
    expect(await written(taskId)).toEqual([
      { phone: '+15550006262', body: 'Elm Street: yes', session_id: null, patient_id: null },
    ]);
    expect(await world.task(taskId)).toMatchObject({ state: 'CLAIMED', claimedBy: world.clinic.secretary.userId });
    const taken = await world.asAdmin((tx) => replyTask(tx, { taskId, noticeId: randomUUID(), body: 'me too' }));
    expect(taken).toMatchObject({ outcome: 'CLAIMED' });
  });

  it('is one of the session’s messages where the task is about one', async () => {
    const { sessionId, taskId } = await declined();
    expect(await answer(taskId)).toEqual({ outcome: 'APPLIED', sessionId });
    expect(await written(taskId)).toMatchObject([{ phone: patient(1).phone, session_id: sessionId }]);
  });

  it('does not go to a number that has opted out, or that may not be texted', async () => {
    const number = '+15550006363';
    const taskId = await world.unread(number);
    await world.rows(
      `INSERT INTO consents (phone, kind, source, wording) VALUES ($1, 'OPT_OUT', 'SMS', 'STOP')`,
      number,
    );
    expect(await answer(taskId)).toEqual({ outcome: 'OPTED_OUT' });
    const { taskId: about } = await declined();
    await world.rows('UPDATE patients SET sms_consent = false, phone_verified_at = NULL WHERE id = $1', patient(1).id);
    expect(await answer(about)).toEqual({ outcome: 'NO_NUMBER' });
    await world.rows('UPDATE patients SET sms_consent = true WHERE id = $1', patient(1).id);
    expect(await written(taskId)).toEqual([]);
    expect(await world.task(taskId)).toMatchObject({ state: 'OPEN' });
  });
});

describe('a post', () => {
  it('belongs to each task and is out of date after each change', async () => {
    const { taskId, sessionId } = await declined();
    const post = await world.asSystem((tx) => taskPost(tx, taskId));
    expect(post).toMatchObject({
      notification: { status: 'QUEUED', shownVersion: null },
      task: { kind: 'DECLINED', state: 'OPEN', version: 1 },
      patientName: 'Jonas Weber',
      session: { doctorName: 'Dr Layla Haddad' },
    });
    const isUnshown = async () => (await world.asSystem((tx) => unshownTasks(tx, 1_000))).includes(taskId);
    expect(await isUnshown()).toBe(true);
    await world.asSystem((tx) => taskShown(tx, { taskId, version: 1 }));
    expect(await isUnshown()).toBe(false);
    await world.asDesk((tx) => claimTask(tx, taskId));
    expect(await isUnshown()).toBe(true);
    await world.asSystem((tx) => taskShown(tx, { taskId, version: 1 }));
    expect(await isUnshown()).toBe(true);
    const queued = await world.rows(`SELECT 1 FROM notifications WHERE session_id = $1 AND kind = 'TASK'`, sessionId);
    expect(queued).toEqual([]);
  });
});

describe('patients of one day who were not reached', () => {
  it('are those without an answer, a delivered text, or with a call to make', async () => {
    const sessionId = await world.approved(2);
    const [row] = await world.rows<{ day: string }>(
      `SELECT to_char(starts_at AT TIME ZONE 'Europe/Berlin', 'YYYY-MM-DD') AS day FROM sessions WHERE id = $1`,
      sessionId,
    );
    const find = async () =>
      (await world.asDesk((tx) => unreachedSessions(tx, row?.day ?? '', 10))).find(
        ({ session }) => session.id === sessionId,
      );
    expect(await find()).toMatchObject({ reason: 'NO_RECEIPT', patient: { fullName: 'María Gómez' }, taskId: null });
    const { providerId } = await world.settle(await world.message(sessionId, 'APPROVED', 'SMS'), 'SENT');
    await world.settle(await world.message(sessionId, 'APPROVED', 'EMAIL'), 'SENT');
    expect(await find()).toMatchObject({ reason: 'NO_RECEIPT' });
    await world.receipt(providerId, 'FAILED', '30003');
    expect(await find()).toMatchObject({ reason: 'EMAIL_ONLY' });
    await world.rows(`UPDATE notifications SET status = 'DELIVERED' WHERE provider_id = $1`, providerId);
    expect(await find()).toBeUndefined();
    await world.rows(
      `INSERT INTO tasks (kind, session_id, origin_key) VALUES ('CALL_PATIENT', $1, 'test:call')`,
      sessionId,
    );
    expect(await find()).toMatchObject({ reason: 'CALL', taskId: expect.any(String) });
    await world.rows(`UPDATE sessions SET attendance = 'CONFIRMED' WHERE id = $1`, sessionId);
    expect(await find()).toBeUndefined();
  });
});
