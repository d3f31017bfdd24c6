import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { viewSubmission } from '../../../dev/simulator/slack-requests.js';
import { ACTION_IDS, encodeActionValue, REJECT_VIEW } from '../../../domain/chat/actions.js';
import { BOOK_ACTIONS, BOOK_VIEW } from '../../../domain/chat/book-ids.js';
import { HOME_ACTIONS } from '../../../domain/chat/home.js';
import { limitFaults } from '../../../domain/chat/limits.js';
import { waitFor } from '../../support/wait-for.js';
import { answerAsClinic, HADDAD, homeOpened, NOW, page, send, viewAction } from './booking-desk.js';
import { openBotsWorld, type BotsWorld, type SlackView } from './bots-world.js';
import { apiSession, APPROVED_FIELDS, freshTrigger, SESSION_ID } from './doctor-desk.js';
import { problem } from './fake-api.js';

const request = (fields: object = {}) => apiSession({ allowedActions: ['approve', 'reject'], ...fields });
const VALUE = encodeActionValue({ sessionId: SESSION_ID, version: 1 });

describe('Home', () => {
  let world: BotsWorld;
  beforeAll(async () => {
    world = await openBotsWorld({ now: () => NOW });
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.api.calls.length = 0;
    world.api.unlinked.clear();
    answerAsClinic(world);
    world.api.on('listSessions', ({ query }) =>
      query.from === undefined
        ? page([request()])
        : page([apiSession({ ...APPROVED_FIELDS, startsAt: '2027-05-10T08:30:00.000Z', code: 'M4RT' })]),
    );
  });

  const homeOf = async (userId: string): Promise<SlackView | undefined> =>
    (await world.views(userId)).find(({ type }) => type === 'home');
  const shown = (part: string, userId = world.doctor): Promise<SlackView> =>
    waitFor(
      async () => {
        const view = await homeOf(userId);
        return view && JSON.stringify(view.blocks).includes(part) ? view : null;
      },
      { describe: `a Home tab with ${part}` },
    );
  async function openHome(part = 'K7QP', userId = world.doctor): Promise<SlackView> {
    expect((await send(world, homeOpened(userId))).status).toBe(200);
    return shown(part, userId);
  }
  const press = (view: SlackView, actionId: string, value = VALUE, triggerId?: string) =>
    send(world, viewAction({ userId: world.doctor, view, actionId, value, triggerId }));

  it('shows a doctor what waits, with buttons, and their own day', async () => {
    const home = await openHome();
    const content = JSON.stringify(home.blocks);
    for (const part of ['Approve', 'Reject…', 'Who?', 'Book a session', 'M4RT', 'approved, patient has not answered'])
      expect(content).toContain(part);
    expect(content).not.toContain('Sara');
    expect(limitFaults(home)).toEqual([]);
    const [pending, todays] = [undefined, '2027-05-10'].map((from) =>
      world.api.callsOf('listSessions').find(({ query }) => query.from === from),
    );
    expect(pending?.query).toMatchObject({ status: 'PENDING' });
    expect(todays?.query).toMatchObject({ to: '2027-05-11', doctorId: HADDAD.id });
  });

  it('shows the office everything, without buttons to decide', async () => {
    world.api.on('listSessions', () => page([request({ allowedActions: ['cancel'] })]));
    const content = JSON.stringify((await openHome('K7QP', world.secretary)).blocks);
    expect(content).toContain('Who?');
    expect(content).not.toMatch(/Approve|Reject…/);
    expect(world.api.callsOf('listSessions').every(({ query }) => query.doctorId === undefined)).toBe(true);
  });

  it('leaves the Messages tab alone', async () => {
    expect((await send(world, homeOpened(world.doctor, 'messages'))).status).toBe(200);
    await openHome('K7QP', world.secretary);
    await world.settled();
    expect(world.api.calls.filter(({ subject }) => subject === world.doctor)).toEqual([]);
  });

  it('tells an outage, never an empty list, and comes back', async () => {
    world.api.on('listSessions', () => problem(503, 'temporarily_unavailable'));
    const down = await openHome('did not answer');
    expect(JSON.stringify(down.blocks)).not.toContain('Nothing waits');
    world.api.on('listSessions', () => page([]));
    await press(down, HOME_ACTIONS.refresh, 'home');
    await shown('Nothing waits for a decision');
  });

  it('approves, and says so at its top', async () => {
    const home = await openHome();
    world.api.on('approveSession', () => ({ status: 200, body: apiSession(APPROVED_FIELDS) }));
    world.api.on('listSessions', () => page([]));
    expect((await press(home, ACTION_IDS.approve)).status).toBe(200);
    const after = await shown('Approved: *K7QP*, Wed 12 May 10:30 CEST');
    expect(JSON.stringify(after.blocks)).toContain('Nothing waits');
    expect(world.api.callsOf('approveSession')).toMatchObject([{ subject: world.doctor, body: { version: 1 } }]);
  });

  it('says at its top why a click came to nothing', async () => {
    const home = await openHome();
    const details = { sessionStatus: 'REJECTED', decidedBy: { fullName: 'Dr Okafor' } };
    world.api.on('approveSession', () => problem(409, 'already_decided', details));
    await press(home, ACTION_IDS.approve);
    await shown('already rejected by Dr Okafor');
  });

  it('rejects through the modal and is drawn again', async () => {
    const home = await openHome();
    world.api.on('rejectSession', () => ({ status: 200, body: apiSession({ status: 'REJECTED', version: 2 }) }));
    await press(home, ACTION_IDS.reject, VALUE, await freshTrigger(world, world.doctor));
    const modal = await waitFor(async () => (await world.views(world.doctor)).find(({ type }) => type === 'modal'));
    const values = {
      [REJECT_VIEW.category.blockId]: { [REJECT_VIEW.category.actionId]: { selected_option: { value: 'OTHER' } } },
      [REJECT_VIEW.reason.blockId]: { [REJECT_VIEW.reason.actionId]: { value: 'On leave' } },
    };
    await send(world, viewSubmission({ userId: world.doctor, view: modal, values }));
    await shown('Rejected: *K7QP*');
  });

  const openForm = async (): Promise<SlackView> => {
    await press(await openHome(), BOOK_ACTIONS.open, 'book', await freshTrigger(world, world.doctor));
    return waitFor(async () =>
      (await world.views(world.doctor)).find(({ callback_id }) => callback_id === BOOK_VIEW.callbackId),
    );
  };

  it('opens the booking form', async () => {
    await openForm();
  });

  it('says at its top that a form from here cannot be opened, and what went wrong in one', async () => {
    await press(await openHome(), BOOK_ACTIONS.open, 'book', 'too-old');
    await shown('could not be opened');
    const form = { ...(await openForm()), blocks: [] };
    await send(world, viewAction({ userId: world.doctor, view: form, actionId: BOOK_VIEW.doctor.actionId }));
    await shown('Something went wrong');
  });
});

describe('Home of somebody who is not linked', () => {
  it('says how to link', async () => {
    const world = await openBotsWorld({ now: () => NOW });
    try {
      world.api.unlinked.add(world.doctor);
      await send(world, homeOpened(world.doctor), 1);
      await waitFor(async () => JSON.stringify(await world.views(world.doctor)).includes('/session link CODE'));
    } finally {
      await world.close();
    }
  });
});
