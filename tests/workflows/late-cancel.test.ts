import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSessionClient } from '../../workflows/session/client.js';
import { createActivityWorld, type ActivityWorld } from '../integration/activities/world.js';
import { bearer, createCaller } from '../integration/api/caller.js';
import { startApi } from '../support/api-context.js';
import { TEST_PASSWORD } from '../support/clinic.js';
import { createWorkflowHarness, type WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
let world: ActivityWorld;
beforeAll(async () => {
  [harness, world] = await Promise.all([createWorkflowHarness(), createActivityWorld()]);
});
afterAll(async () => {
  await harness.close();
  await world[Symbol.asyncDispose]();
});

test('whoever was told to ask again with the same key calls the session off', async () => {
  const taskQueue = harness.newTaskQueue();
  const sessions = createSessionClient({ client: harness.client, taskQueue });
  const { clinic, db, activities } = world;
  await using api = await startApi({ db: db.app, sessions, inbound: { handle: () => Promise.resolve() } });
  let late = true;
  await using _worker = await harness.startWorker(taskQueue, {
    ...activities,
    applyCancel: ({ message, ...step }) => {
      const validUntil = late ? new Date(0).toISOString() : message.validUntil;
      return activities.applyCancel({ ...step, message: { ...message, validUntil } });
    },
  });
  const sessionId = randomUUID();
  expect(await sessions.book(sessionId, world.request({}))).toMatchObject({ kind: 'BOOKED' });
  const credentials = { email: clinic.secretary.email, password: TEST_PASSWORD };
  const signedIn = await createCaller(api.origin, {}).post('/auth/login', credentials);
  const secretary = bearer(api.origin, String(signedIn.body['accessToken']));
  const cancel = () => secretary.post(`/sessions/${sessionId}/cancel`, {}, 'the-same-key');
  expect(await cancel()).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
  late = false;
  expect(await cancel()).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  expect(await cancel()).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
});
