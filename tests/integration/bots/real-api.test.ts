import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTION_IDS, encodeActionValue, encodeRejectMetadata, REJECT_VIEW } from '../../../domain/chat/actions.js';
import { localDateOf } from '../../../domain/time/local-date.js';
import { clockTime } from '../../../domain/time/spoken.js';
import { BOT } from '../../support/api-context.js';
import { TEST_ZONE } from '../../support/clinic.js';
import {
  blockActions,
  signedSlackRequest,
  slashCommand,
  viewSubmission,
  type SlackPayload,
} from '../../../dev/simulator/slack-requests.js';
import { inboundSms, signedTwilioRequest } from '../../support/twilio-requests.js';
import { waitFor } from '../../support/wait-for.js';
import { openWorld, type World } from '../api/world.js';
import { openBotsWorld, SIGNING_SECRET, TWILIO, type BotsWorld } from './bots-world.js';
import { postCard, readCard, shownText } from './doctor-desk.js';

interface SessionRow {
  id: string;
  code: string;
  status: string;
  version: number;
  reason: string | null;
  reason_category: string | null;
}

describe('bots before the real API', () => {
  let clinic: World;
  let bots: BotsWorld;
  beforeAll(async () => {
    clinic = await openWorld();
    bots = await openBotsWorld({ realApi: { origin: clinic.origin, botClient: BOT } });
  }, 120_000);
  afterAll(async () => {
    await bots.close();
    await clinic[Symbol.asyncDispose]();
  });

  const send = (payload: SlackPayload) =>
    signedSlackRequest({ url: bots.eventsUrl, signingSecret: SIGNING_SECRET, payload });
  const rowsOf = (code: string) => clinic.sql<SessionRow>('SELECT * FROM sessions WHERE code = $1', [code]);
  const doctors = () => clinic.clinic.doctors;

  /** Books by one line for the first doctor and gives the session. */
  async function bookByLine(): Promise<SessionRow> {
    const [doctor] = doctors();
    const startsAt = await clinic.freshStart(doctor.id);
    const day = localDateOf(Date.parse(startsAt), TEST_ZONE);
    const line = `book "${doctor.fullName}" "${clinic.clinic.patients[1].fullName}" ${day} ${clockTime(startsAt, TEST_ZONE)}`;
    const payload = slashCommand({
      userId: clinic.clinic.secretary.slackUserId,
      text: line,
      responseUrl: bots.responseUrl('book'),
    });
    const { text } = (await (await send(payload)).json()) as { text: string };
    const code = /^Booked (\S+):/.exec(text)?.[1];
    if (!code) throw new Error(`The line was not booked: ${text}`);
    const [row] = await rowsOf(code);
    return row as SessionRow;
  }

  async function click(session: SessionRow, actionId: string, userId: string, key: string) {
    const card = await postCard(bots);
    const response = await send(
      blockActions({
        userId,
        actionId,
        value: encodeActionValue({ sessionId: session.id, version: session.version }),
        channelId: card.channelId,
        message: card.message,
        responseUrl: bots.responseUrl(key),
      }),
    );
    expect(response.status).toBe(200);
    return card;
  }

  const firstAnswer = (key: string) => waitFor(async () => (await bots.privateAnswers(key))[0]?.text);

  it('book by one line, approve by a click, and tell the second click', async () => {
    const session = await bookByLine();
    expect(session.status).toBe('PENDING');
    const [doctor] = doctors();
    await click(session, ACTION_IDS.approve, doctor.slackUserId, 'real-approve');
    const [approved] = await rowsOf(session.code);
    expect(approved?.status).toBe('APPROVED');
    const history = await clinic.sql(
      'SELECT channel, actor_id FROM status_history WHERE session_id = $1 AND kind = $2',
      [session.id, 'APPROVED'],
    );
    expect(history).toEqual([{ channel: 'SLACK', actor_id: doctor.userId }]);

    const card = await click(session, ACTION_IDS.approve, doctor.slackUserId, 'real-again');
    expect(await firstAnswer('real-again')).toContain(`already approved by ${doctor.fullName}`);
    await waitFor(async () => shownText(await readCard(bots, card.channelId, card.message.ts)).includes('*Approved*'));
  });

  it('refuse another doctor’s click', async () => {
    const session = await bookByLine();
    await click(session, ACTION_IDS.approve, doctors()[1].slackUserId, 'real-foreign');
    expect(await firstAnswer('real-foreign')).toContain('You may not do that');
    expect((await rowsOf(session.code))[0]?.status).toBe('PENDING');
  });

  it('reject with category and reason', async () => {
    const session = await bookByLine();
    const responseUrl = bots.responseUrl('real-reject');
    const metadata = { sessionId: session.id, version: session.version, responseUrl, onHome: false };
    const response = await send(
      viewSubmission({
        userId: doctors()[0].slackUserId,
        view: { id: 'V1', callback_id: REJECT_VIEW.callbackId, private_metadata: encodeRejectMetadata(metadata) },
        values: {
          [REJECT_VIEW.category.blockId]: {
            [REJECT_VIEW.category.actionId]: { selected_option: { value: 'NEEDS_PHONE_CALL' } },
          },
          [REJECT_VIEW.reason.blockId]: { [REJECT_VIEW.reason.actionId]: { value: 'Please call first' } },
        },
      }),
    );
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect((await rowsOf(session.code))[0]).toMatchObject({
      status: 'REJECTED',
      reason: 'Please call first',
      reason_category: 'NEEDS_PHONE_CALL',
    });
  });

  it('tell the truth about a click while no worker runs, and about how it ended', async () => {
    const session = await bookByLine();
    const [doctor] = doctors();
    clinic.sessions.paused = true;
    await click(session, ACTION_IDS.approve, doctor.slackUserId, 'real-first');
    await click(session, ACTION_IDS.approve, doctor.slackUserId, 'real-second');
    expect((await rowsOf(session.code))[0]?.status).toBe('PENDING');
    clinic.sessions.resumeWork();
    expect(await firstAnswer('real-second')).toContain('already approved');
    expect(await bots.privateAnswers('real-first')).toEqual([]);
    expect((await rowsOf(session.code))[0]?.status).toBe('APPROVED');
  });

  it('do not know strangers', async () => {
    const payload = slashCommand({
      userId: 'U0STRANGER',
      text: 'book a b tomorrow 10:30',
      responseUrl: bots.responseUrl('x'),
    });
    expect(await (await send(payload)).text()).toContain('not linked');
  });

  it('hand a text to its workflow once', async () => {
    const [, patient] = clinic.clinic.patients;
    const fields = inboundSms({ from: patient.phone, to: TWILIO.number, text: '1', messageSid: 'SMreal1' });
    const post = () =>
      signedTwilioRequest({
        authToken: TWILIO.authToken,
        publicUrl: TWILIO.smsWebhookUrl,
        url: `${bots.url}/webhooks/twilio/sms`,
        fields,
      });
    expect([(await post()).status, (await post()).status]).toEqual([200, 200]);
    const rows = await clinic.sql('SELECT id FROM inbound_messages WHERE provider_message_id = $1', ['SMreal1']);
    expect(rows).toHaveLength(1);
  });
});
