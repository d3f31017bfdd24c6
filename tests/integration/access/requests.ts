import { randomUUID } from 'node:crypto';
import { operations } from '../../../api/contract/index.js';
import { phoneCode } from '../../../platform/account-tokens.js';
import { ACCOUNT_TOKEN_KEY } from '../../support/api-context.js';
import { TEST_PASSWORD, TEST_ZONE } from '../../support/clinic.js';
import type { AccessWorld } from './access-world.js';
import type { Aim, CallerName } from './api-table.js';
import type { Wanted } from './ask.js';
import type { Population } from './population.js';
import { SENT_WORDS } from './sent-words.js';

/** What one cell of the table is about. */
export interface Cell {
  world: AccessWorld;
  caller: CallerName;
  aim: Aim;
}

type Build = (cell: Cell) => Wanted | Promise<Wanted>;

let made = 0;
const fresh = (): number => (made += 1);
const unusedEmail = (): string => `stranger.${fresh()}@mail.example`;

const nothing: Build = () => ({});
const patient: Build = ({ world, aim }) => ({ params: { id: world.people.patients[aim] } });
const user: Build = ({ world, caller, aim }) => ({ params: { id: world.people.userIds(caller)[aim] } });
const doctor: Build = ({ world, aim }) => ({ params: { id: world.people.doctors[aim] } });
const task =
  (body?: object): Build =>
  async ({ world, aim }) => ({ params: { id: (await world.people.taskIds())[aim] }, body });
const session: Build = ({ world, aim }) => ({ params: { id: world.people.sessions[aim] } });

const acting =
  (status: 'PENDING' | 'APPROVED', body?: object): Build =>
  async ({ world: { people }, caller, aim }) => ({
    params: { id: isPerson(caller) ? await people.freshSession(aim, status) : people.sessions[aim] },
    body,
  });

/** A word on a move that one side has proposed. */
const onMove =
  (by: 'patient' | 'doctor', body?: object): Build =>
  async ({ world: { people }, caller, aim }) => ({
    params: { id: isPerson(caller) ? await people.movedSession(aim, by) : people.sessions[aim] },
    body,
  });

/** What admins alone do. */
const correcting =
  (kind: keyof Population['made'], body: object): Build =>
  async ({ world: { people }, caller, aim }) => ({
    params: { id: caller === 'admin' ? await people.made[kind](aim) : people.sessions[aim] },
    body,
  });

const closing: Build = async ({ world: { people }, caller, aim }) => ({
  params: { id: isPerson(caller) && caller !== 'patient' ? await people.made.begun(aim) : people.sessions[aim] },
});

const OVERRIDE = { confirm: true, reason: SENT_WORDS.correction, accept: [] };

const isPerson = (caller: CallerName): boolean => !['anonymous', 'bot', 'phone', 'other'].includes(caller);
const seesAll = (caller: CallerName): boolean => caller === 'secretary' || caller === 'admin';

const family = async ({ world: { world, send } }: Cell): Promise<{ refreshToken: unknown }> => {
  const body = { email: world.clinic.patients[0].email, password: TEST_PASSWORD };
  const { refreshToken } = (await send({}, operations.login, { body })).body;
  return { refreshToken };
};

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** Today where the clinic is, and days after it. */
const clinicDay = (days = 0): string =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: TEST_ZONE });
const slots = (cell: Cell, more: Record<string, string>): Wanted => ({
  query: { doctorId: cell.world.people.doctors.own, from: day(4), to: day(5), ...more },
});
const explanation = (cell: Cell, more: Record<string, string>): Wanted => ({
  query: { doctorId: cell.world.people.doctors.own, startsAt: `${day(5)}T10:00:00Z`, ...more },
});

/** The number that the patient has already. */
const phoneWish = ({ world }: AccessWorld) => ({ channel: 'SMS', phone: world.clinic.patients[0].phone });

/** A code that is on its way to the patient. */
async function sentCode(world: AccessWorld): Promise<string> {
  await world.call('patient', operations.createLinkCode, { body: phoneWish(world) });
  const [code] = await world.world.sql<{ id: string }>(
    "SELECT id FROM chat_link_codes WHERE channel = 'SMS' AND used_at IS NULL AND replaced_at IS NULL",
  );
  return phoneCode(ACCOUNT_TOKEN_KEY, code?.id ?? '');
}

/** How each row of the table is asked. */
export const REQUESTS: Readonly<Record<string, Build>> = {
  register: () => ({
    body: { email: unusedEmail(), password: SENT_WORDS.newPassword, fullName: SENT_WORDS.strangerName },
  }),
  verifyEmail: () => ({ body: { token: SENT_WORDS.token } }),
  resendVerification: nothing,
  forgotPassword: ({ world }) => ({ body: { email: world.world.clinic.secretary.email } }),
  resetPassword: () => ({ body: { token: SENT_WORDS.token, password: SENT_WORDS.newPassword } }),
  changePassword: () => ({ body: { current: SENT_WORDS.wrongPassword, password: SENT_WORDS.newPassword } }),
  login: ({ world }) => ({ body: { email: world.world.clinic.admin.email, password: TEST_PASSWORD } }),
  refresh: async (cell) => ({ body: await family(cell) }),
  logout: async (cell) => ({ body: await family(cell) }),
  me: nothing,
  getMe: nothing,
  updateMe: () => ({ body: {} }),
  getCalendarLink: nothing,
  renewCalendarLink: nothing,
  getOwnCalendar: async ({ world }) => {
    const { body } = await world.call('secretary', operations.getCalendarLink);
    return { query: { token: new URL(String(body['url'])).searchParams.get('token') ?? '' } };
  },
  'getOwnCalendar made up': () => ({ query: { token: SENT_WORDS.token } }),
  mintChatToken: ({ world }) => ({
    body: { channel: 'SLACK', subject: world.world.clinic.doctors[1].slackUserId, operation: 'getSession' },
  }),
  createLinkCode: () => ({ body: { channel: 'SLACK' } }),
  'createLinkCode of a phone': ({ world }) => ({ body: phoneWish(world) }),
  linkChat: async ({ world, caller }) => {
    const code =
      caller === 'bot' ? await world.call('patient', operations.createLinkCode, { body: { channel: 'SLACK' } }) : null;
    return { body: { channel: 'SLACK', code: code?.body['code'] ?? 'ABCD2345', slackUserId: `U${fresh()}` } };
  },
  'linkChat of a phone': async ({ world, caller }) => ({
    body: { channel: 'SMS', code: caller === 'patient' ? await sentCode(world) : '000000' },
  }),
  listChatLinks: nothing,
  removeChatLink: async ({ world, caller, aim }) => ({ params: { id: (await world.people.linkIds(caller))[aim] } }),
  listUsers: nothing,
  createUser: () => ({ body: { email: unusedEmail(), fullName: SENT_WORDS.strangerName, role: 'SECRETARY' } }),
  getUser: user,
  updateUser: async (cell) => ({ ...(await user(cell)), body: {} }),
  unlockUser: user,
  listPatients: nothing,
  createPatient: () => ({ body: { fullName: SENT_WORDS.strangerName, email: unusedEmail() } }),
  getPatient: patient,
  updatePatient: async (cell) => ({ ...(await patient(cell)), body: {} }),
  listPatientConsents: patient,
  listDoctors: nothing,
  'listDoctors disabled': () => ({ query: { active: 'false' } }),
  getDoctor: doctor,
  getDoctorCover: doctor,
  // Who covers whom stays as it is.
  setDoctorCover: ({ world: { people, world }, aim }) => ({
    params: { id: people.doctors[aim] },
    body: aim === 'own' ? [{ doctorId: world.clinic.doctors[0].id, from: clinicDay(), to: clinicDay(1) }] : [],
  }),
  getAvailability: doctor,
  setWeeklyAvailability: ({ world, aim }) => ({
    params: { id: world.people.doctors[aim] },
    body: { timeZone: TEST_ZONE, validFrom: day(200), weekly: [{ weekday: 1, start: '08:00', end: '18:00' }] },
  }),
  addAvailabilityException: ({ world, aim }) => ({
    params: { id: world.people.doctors[aim] },
    body: { from: day(200), to: day(201), kind: 'CLOSED', reason: SENT_WORDS.leave },
  }),
  removeAvailabilityException: async ({ world: { people }, aim }) => ({
    params: { id: people.doctors[aim], exceptionId: (await people.exceptionIds())[aim] },
  }),
  // All of them looked for among the own ones.
  'removeAvailabilityException elsewhere': async ({ world: { people }, aim }) => ({
    params: { id: people.doctors.own, exceptionId: (await people.exceptionIds())[aim] },
  }),
  getLeave: async ({ world: { people }, aim }) => ({ params: { id: (await people.leaveIds())[aim] } }),
  listRooms: nothing,
  createRoom: () => ({ body: { name: `Room of matrix ${fresh()}` } }),
  updateRoom: ({ world, aim }) => ({ params: { id: world.people.rooms[aim] }, body: {} }),
  listSlots: (cell) => slots(cell, { patientId: cell.world.people.patients[cell.aim] }),
  'listSlots session': (cell) => slots(cell, { sessionId: cell.world.people.sessions[cell.aim] }),
  explainSlot: (cell) => explanation(cell, { patientId: cell.world.people.patients[cell.aim] }),
  'explainSlot session': (cell) => explanation(cell, { sessionId: cell.world.people.sessions[cell.aim] }),
  // A doctor with whom a patient was booked once would not be a stranger any more.
  bookSession: async ({ world: { people }, caller, aim }) => ({
    body: {
      doctorId: people.doctors[seesAll(caller) && aim === 'foreign' ? 'foreign' : 'own'],
      patientId: people.patients[aim],
      startsAt: await people.freshStart(),
    },
  }),
  'bookSession past the rules': async ({ world: { people } }) => ({
    body: {
      doctorId: people.doctors.own,
      patientId: people.patients.own,
      startsAt: await people.freshStart(),
      override: OVERRIDE,
    },
  }),
  listSessions: nothing,
  exportSessions: nothing,
  getSession: session,
  getSessionHistory: session,
  listSessionMessages: session,
  getSessionCalendar: session,
  approveSession: acting('PENDING'),
  rejectSession: acting('PENDING', { reason: SENT_WORDS.rejection }),
  cancelSession: acting('APPROVED', { reason: SENT_WORDS.cancellation }),
  confirmSession: acting('APPROVED'),
  declineSession: acting('APPROVED'),
  moveSession: async (cell) => ({
    ...(await acting('APPROVED')(cell)),
    body: { startsAt: await cell.world.people.freshStart(), reason: SENT_WORDS.correction },
  }),
  'moveSession past the rules': async (cell) => ({
    ...(await correcting('approved', {})(cell)),
    body: { startsAt: await cell.world.people.freshStart(), override: OVERRIDE },
  }),
  'approveMove of the patient': onMove('patient'),
  'approveMove of the doctor': onMove('doctor'),
  'rejectMove of the patient': onMove('patient', { reason: SENT_WORDS.rejection }),
  'rejectMove of the doctor': onMove('doctor'),
  'withdrawMove of the patient': onMove('patient'),
  'withdrawMove of the doctor': onMove('doctor'),
  completeSession: closing,
  markNoShow: closing,
  reopenSession: correcting('cancelled', { reason: SENT_WORDS.correction }),
  updateSession: correcting('approved', { note: SENT_WORDS.note, reason: SENT_WORDS.correction }),
  deleteSession: correcting('approved', { reason: SENT_WORDS.correction }),
  getDecision: ({ world: { people }, aim }) => ({
    params: { id: people.sessions[aim], decisionId: people.confirmations[aim] },
  }),
  // All of them looked for in the own session.
  'getDecision of staff': ({ world: { people }, aim }) => ({
    params: { id: people.sessions.own, decisionId: people.approvals[aim] },
  }),
  listTasks: nothing,
  getTask: task(),
  claimTask: task(),
  finishTask: task({ note: SENT_WORDS.taskNote }),
  replyToTask: task({ text: SENT_WORDS.taskReply }),
  receiveSms: ({ world: { world }, aim }) => {
    const [own, foreign] = world.clinic.patients;
    const from = { own: own.phone, foreign: foreign.phone, absent: '+15550009999' }[aim];
    return { body: { from, text: SENT_WORDS.sms, providerMessageId: randomUUID() } };
  },
  receiveSmsStatus: () => ({ body: { providerMessageId: randomUUID(), status: 'sent' } }),
  watchEvents: nothing,
  getOverview: () => ({ query: { from: day(0), to: day(3) } }),
  getPolicy: nothing,
  updatePolicy: () => ({ body: {} }),
  listAudit: nothing,
  getAuditHead: nothing,
  verifyAudit: nothing,
  // Nothing is sealed there.
  getAuditProof: () => ({ params: { id: '1' } }),
  getAuditConsistency: () => ({ query: { from: '0', to: '0' } }),
  getSessionReceipt: session,
  getJwks: nothing,
  getHealth: nothing,
  getReadiness: nothing,
  getMetrics: nothing,
  'getMetrics forwarded': () => ({ headers: { 'x-forwarded-for': '127.0.0.1' } }),
  getOpenApi: nothing,
};
