import { doctorCard, type CardView } from '../../../domain/chat/card.js';
import { encodeActionValue } from '../../../domain/chat/actions.js';
import { blockActions, signedSlackRequest } from '../../../dev/simulator/slack-requests.js';
import { SIGNING_SECRET, type BotsWorld } from './bots-world.js';

export const SESSION_ID = '0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a01';

/** A session as the API tells it. */
export function apiSession(fields: object = {}): Record<string, unknown> {
  const ref = (id: number, fullName: string) => ({ id: `0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a${id}`, fullName });
  return {
    id: SESSION_ID,
    code: 'K7QP',
    status: 'PENDING',
    attendance: 'UNKNOWN',
    version: 1,
    doctor: ref(11, 'Dr Layla Haddad'),
    patient: ref(12, 'Sara Ali'),
    room: { id: ref(13, '').id, name: 'Room 2' },
    telehealth: false,
    telehealthUrl: null,
    startsAt: '2027-05-12T08:30:00.000Z',
    endsAt: '2027-05-12T09:00:00.000Z',
    timeZone: 'Europe/Berlin',
    decisionDueAt: '2027-05-11T16:00:00.000Z',
    createdAt: '2027-05-01T08:00:00.000Z',
    createdBy: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    reasonCategory: null,
    visitReason: 'Knee pain since Tuesday',
    note: null,
    overbooked: false,
    allowedActions: [],
    ...fields,
  };
}

export const APPROVED_FIELDS = {
  status: 'APPROVED',
  version: 2,
  decidedAt: '2027-05-02T08:00:00.000Z',
  decidedBy: { id: '0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a11', fullName: 'Dr Layla Haddad', role: 'DOCTOR' },
};

export function cardView(fields: Partial<CardView> = {}): CardView {
  return {
    sessionId: SESSION_ID,
    code: 'K7QP',
    status: 'PENDING',
    attendance: 'UNKNOWN',
    version: 1,
    startsAt: '2027-05-12T08:30:00.000Z',
    endsAt: '2027-05-12T09:00:00.000Z',
    timeZone: 'Europe/Berlin',
    telehealth: false,
    place: 'Room 2, First floor',
    doctorName: 'Dr Layla Haddad',
    visitReason: 'Knee pain since Tuesday',
    patientKnown: false,
    patientName: null,
    decisionDueAt: '2027-05-11T16:00:00.000Z',
    decidedBy: null,
    decidedAt: null,
    cancelledBy: null,
    reason: null,
    reasonCategory: null,
    overbooked: false,
    move: null,
    nowMs: Date.parse('2027-05-10T16:30:00.000Z'),
    ...fields,
  };
}

export interface SlackCard {
  channelId: string;
  message: { ts: string; text: string; blocks: { type: string }[] };
}

/** Posts the doctor's card as the worker would. */
export async function postCard(world: BotsWorld, content = doctorCard(cardView())): Promise<SlackCard> {
  const { text, blocks } = content;
  const { channel, ts } = await world.slack.chat.postMessage({ channel: world.doctor, text, blocks });
  return readCard(world, String(channel), String(ts));
}

export async function readCard(world: BotsWorld, channelId: string, ts: string): Promise<SlackCard> {
  const { messages } = await world.slack.conversations.history({ channel: channelId, limit: 100 });
  const found = messages?.find((message) => message.ts === ts);
  return { channelId, message: { ts, text: found?.text ?? '', blocks: (found?.blocks ?? []) as { type: string }[] } };
}

export const hasButtons = ({ message }: SlackCard): boolean => message.blocks.some(({ type }) => type === 'actions');
export const shownText = ({ message }: SlackCard): string => JSON.stringify(message.blocks);

export interface Press {
  actionId: string;
  key: string;
  userId?: string;
  version?: number;
  triggerId?: string;
  actionTs?: string;
  retryNum?: number;
}

/** Presses a button of a card, signed. */
export function press(world: BotsWorld, card: SlackCard, options: Press): Promise<Response> {
  return signedSlackRequest({
    url: world.eventsUrl,
    signingSecret: SIGNING_SECRET,
    retryNum: options.retryNum,
    payload: blockActions({
      ...options,
      userId: options.userId ?? world.doctor,
      value: encodeActionValue({ sessionId: SESSION_ID, version: options.version ?? 1 }),
      channelId: card.channelId,
      message: card.message,
      responseUrl: world.responseUrl(options.key),
    }),
  });
}

/** A trigger that the stand-in accepts. */
export async function freshTrigger(world: BotsWorld, userId: string): Promise<string> {
  const answer = (await world.slack.apiCall('views.generateTriggerId', { user_id: userId })) as { trigger_id?: string };
  return String(answer.trigger_id);
}
