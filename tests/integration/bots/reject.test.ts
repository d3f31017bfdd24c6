import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACTION_IDS, REJECT_VIEW } from '../../../domain/chat/actions.js';
import { signedSlackRequest, viewSubmission } from '../../../dev/simulator/slack-requests.js';
import { faultSchema } from '../../../dev/faults/faults.js';
import { waitFor } from '../../support/wait-for.js';
import { openBotsWorld, SIGNING_SECRET, type BotsWorld, type SlackView } from './bots-world.js';
import {
  apiSession,
  APPROVED_FIELDS,
  freshTrigger,
  hasButtons,
  postCard,
  press,
  readCard,
  SESSION_ID,
  type SlackCard,
} from './doctor-desk.js';
import { problem } from './fake-api.js';

describe('Reject…', () => {
  let world: BotsWorld;
  let card: SlackCard;
  let key: string;
  let counter = 0;
  beforeAll(async () => {
    world = await openBotsWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    key = `reject-${++counter}`;
    world.api.calls.length = 0;
    card = await postCard(world);
  });

  async function openModal(): Promise<SlackView> {
    const triggerId = await freshTrigger(world, world.doctor);
    const response = await press(world, card, { actionId: ACTION_IDS.reject, key, triggerId });
    expect(response.status).toBe(200);
    const [view] = await waitFor(async () => {
      const views = await world.views(world.doctor);
      return views[0]?.private_metadata.includes(key) ? views : null;
    });
    return view as SlackView;
  }

  const values = (category: string | null, reason: string | null) => ({
    [REJECT_VIEW.category.blockId]: {
      [REJECT_VIEW.category.actionId]: { type: 'static_select', selected_option: category && { value: category } },
    },
    [REJECT_VIEW.reason.blockId]: { [REJECT_VIEW.reason.actionId]: { type: 'plain_text_input', value: reason } },
  });

  async function submit(view: SlackView, category: string | null, reason: string | null) {
    const response = await signedSlackRequest({
      url: world.eventsUrl,
      signingSecret: SIGNING_SECRET,
      payload: viewSubmission({ userId: world.doctor, view, values: values(category, reason) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? null : (JSON.parse(text) as { response_action: string; errors: object }),
    };
  }

  it('opens the modal without asking the API', async () => {
    const view = await openModal();
    expect(view.callback_id).toBe(REJECT_VIEW.callbackId);
    expect(JSON.parse(view.private_metadata)).toMatchObject({ sessionId: SESSION_ID, version: 1 });
    expect(world.api.calls).toEqual([]);
    expect(hasButtons(await readCard(world, card.channelId, card.message.ts))).toBe(true);
  });

  it.each([
    ['nothing', null, null, ['category', 'reason']],
    ['no category', null, 'On leave', ['category']],
    ['a category that does not exist', 'WHATEVER', 'On leave', ['category']],
    ['no reason', 'TIME_UNAVAILABLE', null, ['reason']],
    ['blanks', 'TIME_UNAVAILABLE', '  \n ', ['reason']],
  ])('shows the fault on the field for %s', async (_, category, reason, fields) => {
    const { status, body } = await submit(await openModal(), category, reason);
    expect(status).toBe(200);
    expect(body?.response_action).toBe('errors');
    expect(Object.keys(body?.errors ?? {})).toEqual(fields);
    expect(world.api.calls).toEqual([]);
  });

  it('sends category and reason on behalf of the doctor and closes the modal', async () => {
    world.api.on('rejectSession', () => ({ status: 200, body: apiSession({ status: 'REJECTED', version: 2 }) }));
    const { status, body } = await submit(await openModal(), 'TIME_UNAVAILABLE', ' On leave that week ');
    expect([status, body]).toEqual([200, null]);
    expect(world.api.callsOf('rejectSession')).toMatchObject([
      {
        subject: world.doctor,
        params: { id: SESSION_ID },
        body: { category: 'TIME_UNAVAILABLE', reason: 'On leave that week', version: 1 },
      },
    ]);
  });

  it('sends the same key for the same submission, and another once the text has changed', async () => {
    world.api.on('rejectSession', () => ({ status: 200, body: apiSession({ status: 'REJECTED', version: 2 }) }));
    const view = await openModal();
    for (const reason of ['On leave', 'On leave', 'On leave, sorry']) await submit(view, 'OTHER', reason);
    const [first, again, other] = world.api.callsOf('rejectSession').map((call) => call.idempotencyKey);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('keeps what was typed when the API is down, and says so on the field only', async () => {
    world.api.on('rejectSession', () => problem(503, 'temporarily_unavailable'));
    const { body } = await submit(await openModal(), 'OTHER', 'On leave');
    expect(body).toMatchObject({
      response_action: 'errors',
      errors: { reason: expect.stringContaining('did not answer') },
    });
    await world.settled();
    expect(await world.privateAnswers(key)).toEqual([]);
    expect(hasButtons(await readCard(world, card.channelId, card.message.ts))).toBe(true);
  });

  it('closes the modal and answers privately when somebody was faster', async () => {
    world.api.on('rejectSession', () =>
      problem(409, 'already_decided', { sessionStatus: 'APPROVED', decidedBy: APPROVED_FIELDS.decidedBy }),
    );
    const { status, body } = await submit(await openModal(), 'OTHER', 'On leave');
    expect([status, body]).toEqual([200, null]);
    const [answer] = await waitFor(async () => {
      const answers = await world.privateAnswers(key);
      return answers.length > 0 ? answers : null;
    });
    expect(answer?.text).toContain('already approved by Dr Layla Haddad');
  });

  it('says nothing more when the modal opened but the answer was lost', async () => {
    world.faults.add(faultSchema.parse({ service: 'slack', kind: 'accept_then_drop', path: 'views.open' }));
    await openModal();
    await world.settled();
    expect(await world.privateAnswers(key)).toEqual([]);
  });

  it('says so when the trigger is too old for a modal', async () => {
    await press(world, card, { actionId: ACTION_IDS.reject, key, triggerId: 'not-a-trigger' });
    await waitFor(async () => (await world.privateAnswers(key)).length === 1);
  });
});
