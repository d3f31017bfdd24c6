import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTaskWatch, type TaskWatch } from '../../../activities/task-watch.js';
import { waitFor } from '../../support/wait-for.js';
import { openTasksWorld, type TasksWorld } from '../database/tasks-world.js';

let world: TasksWorld;
let watch: TaskWatch | null;
let told: string[];
let warnings: number;
let unreachable: boolean;
beforeEach(async () => {
  world = await openTasksWorld();
  [watch, told, warnings, unreachable] = [null, [], 0, false];
});
afterEach(async () => {
  await watch?.stop();
  await world[Symbol.asyncDispose]();
});

async function start(intervalMs = 60_000): Promise<void> {
  const tell = (words: string): Promise<void> => {
    if (unreachable) return Promise.reject(new Error('Temporal is away.'));
    told.push(words);
    return Promise.resolve();
  };
  watch = await startTaskWatch({
    db: world.db.worker,
    tasks: {
      changed: (taskId) => tell(`changed ${taskId}`),
      show: (taskId) => tell(`show ${taskId}`),
      deliver: (taskId, ids) => tell(`task ${taskId} ${ids.join()}`),
    },
    sessions: { deliver: (sessionId, ids) => tell(`session ${sessionId} ${ids.join()}`) },
    logger: { warn: () => void (warnings += 1) },
    intervalMs,
  });
}

describe('the look-out for tasks', () => {
  test('tells of each change, whoever makes it', async () => {
    await start();
    const taskId = await world.unread('+15550008101');
    await waitFor(() => told.includes(`changed ${taskId}`));
    told.length = 0;
    await world.rows(`UPDATE tasks SET state = 'DONE', done_at = now() WHERE id = $1`, taskId);
    await waitFor(() => told.includes(`changed ${taskId}`));
  });

  test('finds at its start what was missed: posts, and messages that nobody took up', async () => {
    const taskId = await world.unread('+15550008102');
    const sessionId = await world.approved();
    const [reply, mail] = [randomUUID(), randomUUID()];
    await world.rows(
      `INSERT INTO notifications (id, task_id, kind, channel, recipient, phone, body, created_at, occasion)
       VALUES ($1, $2, 'STAFF_REPLY', 'SMS', 'PATIENT', '+15550008102', 'yes', now() - interval '2 hours', 'y')`,
      reply,
      taskId,
    );
    await world.rows(
      `INSERT INTO notifications (id, session_id, session_version, kind, channel, recipient, created_at, occasion, fallback_of)
       SELECT $1, $2, 2, 'REMINDER', 'EMAIL', 'PATIENT', now() - interval '2 hours', 'x', $3`,
      mail,
      sessionId,
      await world.message(sessionId, 'APPROVED', 'SMS'),
    );
    await start();
    const expected = [`show ${taskId}`, `task ${taskId} ${reply}`, `session ${sessionId} ${mail}`];
    await waitFor(() => expected.every((words) => told.includes(words)));
    expect(warnings).toBe(0);
  });

  test('goes on after an outage and loses nothing', async () => {
    unreachable = true;
    await start(100);
    const taskId = await world.unread('+15550008103');
    await waitFor(() => warnings > 1);
    unreachable = false;
    await waitFor(() => told.includes(`show ${taskId}`));
  });
});
