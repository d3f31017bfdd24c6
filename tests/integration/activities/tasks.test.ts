import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymousActor, systemActor } from '../../../domain/actor.js';
import { receiveSms, settleInbound } from '../../../prisma/stores/inbound-store.js';
import { claimTask, finishTask } from '../../../prisma/stores/task-store.js';
import { actorOf } from '../../support/clinic.js';
import { createActivityWorld, type ActivityWorld } from './world.js';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

/** A text that a person has to read; the task's id. */
async function opened(text = 'can I bring my dog?'): Promise<string> {
  const message = { providerMessageId: randomUUID(), from: world.clinic.patients[1].phone, text };
  const kept = await world.db.app.withActor(anonymousActor('test', 'SMS'), (tx) => receiveSms(tx, message));
  const settlement = { outcome: 'INBOX', task: { kind: 'UNREAD_SMS', text }, reply: null } as const;
  await world.db.worker.withActor(systemActor('test'), (tx) =>
    settleInbound(tx, { inboundId: kept.inboundId, ...settlement }),
  );
  const [row] = await world.rows('SELECT id FROM tasks');
  return String(row?.['id']);
}
const desk = () => actorOf('SECRETARY', world.clinic.secretary.userId);
const claim = (taskId: string) => world.db.app.withActor(desk(), (tx) => claimTask(tx, taskId));
const finish = (taskId: string) => world.db.app.withActor(desk(), (tx) => finishTask(tx, { taskId, note: null }));
const shown = (): string => JSON.stringify(world.providers.posts[0]?.content);
const notice = async () =>
  (await world.rows(`SELECT status, error_code, shown_version FROM notifications WHERE kind = 'TASK'`))[0];

describe('a task in the secretaries’ channel', () => {
  test('is posted once, without name or number, and edited when it changes', async () => {
    const taskId = await opened();
    await world.activities.showTask(taskId);
    await world.activities.showTask(taskId);
    expect(world.providers.posts).toMatchObject([{ place: { channelId: 'C-SECRETARIES' }, edits: 0 }]);
    expect(shown()).toContain('can I bring my dog?');
    expect(shown()).not.toContain(world.clinic.patients[1].fullName);
    expect(shown()).not.toContain(world.clinic.patients[1].phone);
    await claim(taskId);
    await world.activities.showTask(taskId);
    await finish(taskId);
    await world.activities.showTask(taskId);
    await world.activities.showTask(taskId);
    expect(world.providers.posts).toMatchObject([{ edits: 2 }]);
    expect(shown()).toMatch(/Done by/);
    expect(await notice()).toEqual({ status: 'SENT', error_code: null, shown_version: 3 });
  });

  test('whose acceptance was not heard of is found, and shown as it is', async () => {
    const taskId = await opened();
    world.providers.trouble = 'LOST_ANSWER';
    await expect(world.activities.showTask(taskId)).rejects.toThrow('socket hang up');
    world.providers.trouble = null;
    await claim(taskId);
    await world.activities.showTask(taskId);
    expect(world.providers.posts).toHaveLength(1);
    expect(shown()).toMatch(/is on it/);
    expect(await notice()).toMatchObject({ status: 'SENT', shown_version: 2 });
  });

  test('shows what became of it while it was posted', async () => {
    const taskId = await opened();
    world.providers.whilePosting = async () => void (await claim(taskId));
    await world.activities.showTask(taskId);
    expect(world.providers.posts).toMatchObject([{ edits: 1 }]);
    expect(shown()).toMatch(/is on it/);
  });

  test('that was done before anybody saw it is not posted', async () => {
    const taskId = await opened();
    await finish(taskId);
    await world.activities.showTask(taskId);
    expect(world.providers.posts).toEqual([]);
    expect(await notice()).toMatchObject({ status: 'SUPPRESSED', error_code: 'overtaken' });
  });

  test('that Slack refuses for good, or for a day, is given up', async () => {
    const taskId = await opened();
    world.providers.trouble = 'REFUSED';
    await world.activities.showTask(taskId);
    expect(await notice()).toMatchObject({ status: 'FAILED', error_code: 'user_disabled' });
    await world.activities.abandonTaskPost(taskId);
    expect(await notice()).toMatchObject({ error_code: 'user_disabled' });
  });
});
