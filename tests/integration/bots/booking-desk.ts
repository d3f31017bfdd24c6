import { signedSlackRequest, type SlackPayload } from '../../../dev/simulator/slack-requests.js';
import { BOOK_VIEW } from '../../../domain/chat/book-ids.js';
import { decodeBookMemo } from '../../../domain/chat/book-memo.js';
import { SIGNING_SECRET, type BotsWorld, type SlackView } from './bots-world.js';
import { problem, type Answer } from './fake-api.js';

const id = (last: number) => `0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a${last}`;
export const HADDAD = { id: id(11), fullName: 'Dr Layla Haddad', timeZone: 'Europe/Berlin', active: true };
export const OKAFOR = { id: id(21), fullName: 'Dr Chidi Okafor', timeZone: 'Europe/Berlin', active: true };
export const SARA = { id: id(12), fullName: 'Sara Ali', phone: '+15550100101' };
export const ROOM = { id: id(13), name: 'Room 2', active: true };
export const NOW = new Date('2027-05-10T06:00:00.000Z');
export const DAY = '2027-05-12';

export const page = (items: object[]): Answer => ({ status: 200, body: { items, nextCursor: null } });
export const slot = (startsAt: string, roomIds: string[] = [ROOM.id]) => ({
  doctorId: HADDAD.id,
  startsAt,
  endsAt: startsAt.replace(':00.000Z', ':30.000Z'),
  roomIds,
});

/** The clinic's answers, as long as a test does not set others. */
export function answerAsClinic({ api, secretary }: BotsWorld): void {
  api.on('me', ({ subject }) => ({
    status: 200,
    body: subject === secretary ? { role: 'SECRETARY', doctorId: null } : { role: 'DOCTOR', doctorId: HADDAD.id },
  }));
  api.on('getPolicy', () => ({ status: 200, body: { timeZone: 'Europe/Berlin', maximumHorizonDays: 60 } }));
  api.on('listDoctors', () => page([HADDAD, OKAFOR]));
  api.on('listRooms', () => page([ROOM, { id: id(14), name: 'Attic', active: false }]));
  api.on('listPatients', ({ query }) =>
    page([SARA].filter(({ fullName }) => fullName.toLowerCase().includes(String(query.search).toLowerCase()))),
  );
  api.on('getPatient', ({ params }) =>
    params.id === SARA.id ? { status: 200, body: SARA } : problem(404, 'not_found'),
  );
  api.on('listSlots', () => page(['2027-05-12T08:30:00.000Z', '2027-05-12T09:00:00.000Z'].map((at) => slot(at))));
}

export interface Entered {
  patient?: { id: string; fullName: string } | null;
  doctor?: { id: string; fullName: string } | null;
  day?: string | null;
  place?: string;
  startsAt?: string | null;
  reason?: string;
}

export const WHOLE: Entered = { patient: SARA, doctor: HADDAD, day: DAY, startsAt: '2027-05-12T08:30:00.000Z' };

/** The state of the form's fields in Slack's form; block ids are those that the view has. */
export function valuesOf({ private_metadata }: SlackView, entered: Entered): Record<string, Record<string, unknown>> {
  const memo = decodeBookMemo(private_metadata);
  const option = (text: string, value: string) => ({ text: { type: 'plain_text', text }, value });
  const select = (chosen: { id: string; fullName: string } | null | undefined) => ({
    type: 'static_select',
    selected_option: chosen ? option(chosen.fullName, chosen.id) : null,
  });
  const { patient, doctor, day, time, place, reason } = BOOK_VIEW;
  return {
    [patient.blockId]: { [patient.actionId]: select(entered.patient) },
    [doctor.blockId]: { [doctor.actionId]: select(entered.doctor) },
    [place.blockId]: { [place.actionId]: { selected_option: option('Place', entered.place ?? 'ANY') } },
    [`${day.blockPrefix}${memo?.dayGeneration}`]: { [day.actionId]: { selected_date: entered.day ?? null } },
    [`${time.blockPrefix}${memo?.timeGeneration}`]: {
      [time.actionId]: { selected_option: entered.startsAt ? option('Time', entered.startsAt) : null },
    },
    [reason.blockId]: { [reason.actionId]: { value: entered.reason ?? null } },
  };
}

let counter = 0;
const freshTs = (): string => `${Math.floor(Date.now() / 1_000)}.${String(++counter).padStart(6, '0')}`;
const person = (userId: string) => ({ id: userId, username: 'someone', name: 'someone', team_id: 'T000000001' });
const APP = { team: { id: 'T000000001', domain: 'clinic' }, api_app_id: 'A000000001', token: 'unused' };

export function send(world: Pick<BotsWorld, 'eventsUrl'>, payload: SlackPayload, retryNum?: number): Promise<Response> {
  return signedSlackRequest({ url: world.eventsUrl, signingSecret: SIGNING_SECRET, payload, retryNum });
}

/** A press or choice inside a modal or on Home. */
export function viewAction(options: {
  userId: string;
  view: SlackView;
  actionId: string;
  value?: string;
  values?: object;
  triggerId?: string;
}): SlackPayload {
  const { userId, view, actionId, value, values = {} } = options;
  return {
    type: 'block_actions',
    ...APP,
    user: person(userId),
    container: { type: 'view', view_id: view.id },
    view: { ...view, state: { values } },
    trigger_id: options.triggerId ?? `trigger.${++counter}`,
    actions: [
      {
        type: value === undefined ? 'static_select' : 'button',
        block_id: 'some',
        action_id: actionId,
        value,
        action_ts: freshTs(),
      },
    ],
  };
}

/** What is asked while somebody types a name. */
export function suggestion(options: { userId: string; typed: string }): SlackPayload {
  return {
    type: 'block_suggestion',
    ...APP,
    user: person(options.userId),
    action_id: BOOK_VIEW.patient.actionId,
    block_id: BOOK_VIEW.patient.blockId,
    value: options.typed,
    container: { type: 'view', view_id: 'V1' },
  };
}

export function homeOpened(userId: string, tab: 'home' | 'messages' = 'home'): SlackPayload {
  return {
    type: 'event_callback',
    team_id: 'T000000001',
    api_app_id: 'A000000001',
    token: 'unused',
    event_id: `Ev${++counter}`,
    event_time: 1,
    event: { type: 'app_home_opened', user: userId, tab, channel: 'D1', event_ts: freshTs() },
  };
}
