import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACTION_IDS, REJECT_MOVE_VIEW } from '../../../domain/chat/actions.js';
import { doctorCard } from '../../../domain/chat/card.js';
import { signedSlackRequest, viewSubmission } from '../../../dev/simulator/slack-requests.js';
import { waitFor } from '../../support/wait-for.js';
import { openBotsWorld, SIGNING_SECRET, type BotsWorld } from './bots-world.js';
import {
  apiSession,
  APPROVED_FIELDS,
  cardView,
  freshTrigger,
  hasButtons,
  postCard,
  press,
  readCard,
  SESSION_ID,
  shownText,
  type SlackCard,
} from './doctor-desk.js';
import { problem } from './fake-api.js';

const MOVE = {
  startsAt: '2027-05-13T07:00:00.000Z',
  endsAt: '2027-05-13T07:30:00.000Z',
  doctorName: null,
  place: 'Room 5',
  proposedBy: 'Tom Becker',
  reason: null,
  dueAt: '2027-05-11T16:00:00.000Z',
  awaiting: 'DOCTOR',
} as const;
const asked = cardView({ status: 'APPROVED', version: 3, decidedBy: 'Dr Layla Haddad', move: MOVE });

describe('the buttons of another time', () => {
  let world: BotsWorld;
  let card: SlackCard;
  let key: string;
  let counter = 0;
  beforeAll(async () => {
    world = await openBotsWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    key = `move-${++counter}`;
    world.api.calls.length = 0;
    world.api.on('getSession', () => ({ status: 200, body: apiSession({ ...APPROVED_FIELDS, version: 3 }) }));
    card = await postCard(world, doctorCard(asked));
  });

  const current = () => readCard(world, card.channelId, card.message.ts);
  const approve = () => press(world, card, { actionId: ACTION_IDS.approveMove, key, version: 3 });

  it('Approve new time: shows "working…" and sends the decision on behalf of the doctor', async () => {
    let shownDuringCall = '';
    world.api.on('approveMove', async () => {
      shownDuringCall = shownText(await current());
      return { status: 200, body: apiSession({ ...APPROVED_FIELDS, version: 4 }) };
    });
    expect((await approve()).status).toBe(200);
    expect(shownDuringCall).toContain('Working…');
    expect(world.api.callsOf('approveMove')).toMatchObject([
      { subject: world.doctor, params: { id: SESSION_ID }, body: { version: 3 } },
    ]);
    expect(await world.privateAnswers(key)).toEqual([]);
  });

  it('bring the buttons back when the decision failed, and tell the person alone', async () => {
    world.api.on('approveMove', () => problem(503, 'temporarily_unavailable'));
    expect((await approve()).status).toBe(200);
    await waitFor(async () => (hasButtons(await current()) ? true : null));
    expect(shownText(await current())).toContain('Another time is asked for');
    expect(await waitFor(async () => ((await world.privateAnswers(key)).length > 0 ? true : null))).toBe(true);
  });

  it('Keep old time…: asks why, wants a note, and sends it', async () => {
    world.api.on('rejectMove', () => ({ status: 200, body: apiSession({ ...APPROVED_FIELDS, version: 4 }) }));
    const triggerId = await freshTrigger(world, world.doctor);
    expect((await press(world, card, { actionId: ACTION_IDS.rejectMove, key, version: 3, triggerId })).status).toBe(
      200,
    );
    const view = await waitFor(async () => {
      const [newest] = await world.views(world.doctor);
      return newest?.private_metadata.includes(key) ? newest : null;
    });
    const submit = async (reason: string) => {
      const { blockId, actionId } = REJECT_MOVE_VIEW.reason;
      const values = { [blockId]: { [actionId]: { type: 'plain_text_input', value: reason } } };
      const payload = viewSubmission({ userId: world.doctor, view, values });
      return (await signedSlackRequest({ url: world.eventsUrl, signingSecret: SIGNING_SECRET, payload })).text();
    };
    expect(await submit('   ')).toContain('Please write a short note');
    expect(world.api.callsOf('rejectMove')).toEqual([]);
    expect(await submit('I am in theatre then')).toBe('');
    expect(world.api.callsOf('rejectMove')).toMatchObject([
      { subject: world.doctor, params: { id: SESSION_ID }, body: { reason: 'I am in theatre then', version: 3 } },
    ]);
  });
});
