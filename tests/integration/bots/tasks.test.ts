import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  blockActions,
  signedSlackRequest,
  viewSubmission,
  type SlackPayload,
} from '../../../dev/simulator/slack-requests.js';
import { encodeTaskValue, REPLY_VIEW, TASK_ACTIONS } from '../../../domain/chat/task-ids.js';
import { taskPost } from '../../../domain/chat/task-post.js';
import { waitFor } from '../../support/wait-for.js';
import { openBotsWorld, SIGNING_SECRET, type BotsWorld, type SlackView } from './bots-world.js';
import { freshTrigger, readCard, type SlackCard } from './doctor-desk.js';
import { problem } from './fake-api.js';

const TASK_ID = '0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a31';
const TEXT = 'can I bring my dog?';

/** A task as the API tells it. */
const apiTask = (fields: object = {}): object => ({
  id: TASK_ID,
  kind: 'UNREAD_SMS',
  state: 'CLAIMED',
  version: 2,
  session: null,
  patient: { id: '0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a12', fullName: 'Sara Ali' },
  phone: '+15550100101',
  text: TEXT,
  timeZone: 'Europe/Berlin',
  createdAt: '2027-05-12T08:30:00.000Z',
  replies: [],
  ...fields,
});

let world: BotsWorld;
let post: SlackCard;
beforeAll(async () => {
  world = await openBotsWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.api.calls.length = 0;
  const { text, blocks } = taskPost({
    taskId: TASK_ID,
    kind: 'UNREAD_SMS',
    state: 'OPEN',
    text: TEXT,
    note: null,
    dueAt: null,
    claimedBy: null,
    doneBy: null,
    doneAt: null,
    repliedAt: null,
    session: null,
    patientName: null,
    timeZone: 'Europe/Berlin',
  });
  const { channel, ts } = await world.slack.chat.postMessage({ channel: 'office', text, blocks: blocks });
  post = await readCard(world, String(channel), String(ts));
});

const send = (payload: SlackPayload): Promise<Response> =>
  signedSlackRequest({ url: world.eventsUrl, signingSecret: SIGNING_SECRET, payload });
const press = async (actionId: string, key: string, actionTs?: string): Promise<Response> =>
  send(
    blockActions({
      actionId,
      userId: world.secretary,
      value: encodeTaskValue(TASK_ID),
      channelId: post.channelId,
      message: post.message,
      responseUrl: world.responseUrl(key),
      triggerId: await freshTrigger(world, world.secretary),
      ...(actionTs !== undefined && { actionTs }),
    }),
  );
const newestView = async (): Promise<SlackView | undefined> => (await world.views(world.secretary))[0];
const shownView = (part: string): Promise<SlackView> =>
  waitFor(async () => {
    const view = await newestView();
    return JSON.stringify(view ?? null).includes(part) ? view : undefined;
  });

describe('Claim and Done', () => {
  it('tell a person who is not linked how to be', async () => {
    world.api.unlinked.add(world.secretary);
    await press(TASK_ACTIONS.done, 'unlinked');
    world.api.unlinked.delete(world.secretary);
    expect((await world.privateAnswers('unlinked'))[0]?.text).toContain('/session link');
  });

  it.each([
    [TASK_ACTIONS.claim, 'claimTask'],
    [TASK_ACTIONS.done, 'finishTask'],
  ] as const)('%s calls the API as the person who pressed it, once for each press', async (actionId, operationId) => {
    world.api.on(operationId, () => ({ status: 200, body: apiTask() }));
    expect((await press(actionId, `press-${actionId}`, '1.1')).status).toBe(200);
    await press(actionId, `press-${actionId}`, '1.1');
    const calls = world.api.callsOf(operationId);
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatchObject({ subject: world.secretary, params: { id: TASK_ID } });
    expect(calls[1]?.idempotencyKey).toBe(calls[0]?.idempotencyKey);
    expect(await world.privateAnswers(`press-${actionId}`)).toEqual([]);
  });

  it('say who was first, to the one who pressed only', async () => {
    const detail = 'Tom & Co is on this task.';
    world.api.on('claimTask', () => problem(409, 'invalid_transition', { detail, claimedBy: null }));
    await press(TASK_ACTIONS.claim, 'taken');
    expect(await world.privateAnswers('taken')).toMatchObject([
      {
        text: 'Tom &amp; Co is on this task. Nothing was changed.',
        response_type: 'ephemeral',
        replace_original: false,
      },
    ]);
  });
});

describe('Who?', () => {
  it('shows name and number in a modal, and neither in the channel', async () => {
    world.api.on('getTask', () => ({
      status: 200,
      body: apiTask({ replies: [{ text: 'Yes', status: 'FAILED', at: '2027-05-12T08:30:00.000Z' }] }),
    }));
    await press(TASK_ACTIONS.who, 'who');
    expect(JSON.stringify(await shownView('+15550100101'))).toMatch(/Sara Ali.*did not arrive/);
    const inChannel = JSON.stringify(await readCard(world, post.channelId, post.message.ts));
    expect(inChannel).not.toMatch(/Sara|15550100101/);
  });
});

describe('Reply…', () => {
  const submit = async (text: string): Promise<Response> => {
    await press(TASK_ACTIONS.reply, 'reply');
    const view = await shownView(TEXT);
    const { blockId, actionId } = REPLY_VIEW.text;
    const values = { [blockId]: { [actionId]: { type: 'plain_text_input', value: text } } };
    return send(viewSubmission({ userId: world.secretary, view, values }));
  };

  it('sends what was typed as the linked person', async () => {
    world.api.on('replyToTask', () => ({ status: 200, body: apiTask() }));
    const answer = await submit('Yes, on a lead.');
    expect(await answer.text()).toBe('');
    expect(world.api.callsOf('replyToTask')).toMatchObject([
      { subject: world.secretary, params: { id: TASK_ID }, body: { text: 'Yes, on a lead.' } },
    ]);
  });

  it('keeps what was typed where it cannot be sent, and says why on the field', async () => {
    const detail = 'This number has opted out of texts. Please call instead.';
    world.api.on('replyToTask', () => problem(409, 'invalid_transition', { detail }));
    expect(await (await submit('hello')).json()).toEqual({
      response_action: 'errors',
      errors: { [REPLY_VIEW.text.blockId]: `${detail} Nothing was changed.` },
    });
    expect(await (await submit('   ')).json()).toMatchObject({
      errors: { [REPLY_VIEW.text.blockId]: expect.stringContaining('blanks are not enough') },
    });
    expect(world.api.callsOf('replyToTask')).toHaveLength(1);
  });
});
