import { randomUUID } from 'node:crypto';
import { operations } from '../../../api/contract/index.js';
import type { Answer, Wanted } from './ask.js';
import type { Aim, CallerName } from './api-table.js';
import type { Operation } from '../../../api/contract/operation.js';
import type { World } from '../api/world.js';
import { SENT_WORDS } from './sent-words.js';

type Call = (caller: CallerName, operation: Operation, wanted?: Wanted) => Promise<Answer>;
type Ids = Record<Aim, string>;

/** Own, foreign and absent things. What is own belongs to the patient and to the doctor, whom `cover` covers. */
export interface Population {
  patients: Ids;
  doctors: Ids;
  rooms: Ids;
  /** Approved by their doctor, or an admin where it is foreign, and confirmed by their patient. */
  sessions: Ids;
  /** Of those sessions: who approved and who confirmed. */
  approvals: Ids;
  confirmations: Ids;
  userIds(caller: CallerName): Ids;
  /** Far ahead, so that no session is touched. */
  exceptionIds(): Promise<Ids>;
  leaveIds(): Promise<Ids>;
  linkIds(caller: CallerName): Promise<Ids>;
  /** About the patients. */
  taskIds(): Promise<Ids>;
  /** The start of a time at which everybody is free. */
  freshStart(): Promise<string>;
  /** A session that nobody has touched. */
  freshSession(aim: Aim, status: 'PENDING' | 'APPROVED'): Promise<string>;
  /** An approved session for which this side has proposed another time; where it is foreign, an admin for the doctor. */
  movedSession(aim: Aim, by: 'patient' | 'doctor'): Promise<string>;
  made: Record<'approved' | 'begun' | 'cancelled', (aim: Aim) => Promise<string>>;
}

/** A third doctor with a patient of their own beside the seeded ones, and a session of everybody. */
export async function populate(world: World, call: Call): Promise<Population> {
  const { clinic } = world;
  const [covering, doctor] = clinic.doctors;
  const [patient, stranger, third] = clinic.patients;
  await world.sql(
    `INSERT INTO doctor_cover (id, doctor_id, cover_doctor_id, starts_on, ends_on)
     VALUES (gen_random_uuid(), $1, $2, current_date - 1, current_date + 1)`,
    [doctor.id, covering.id],
  );
  const foreignDoctor = await hire(world, call);
  const doctors: Ids = { own: doctor.id, foreign: foreignDoctor.id, absent: randomUUID() };
  const patients: Ids = { own: patient.id, foreign: stranger.id, absent: randomUUID() };
  const freshStart = (): Promise<string> => world.freshStart(doctor.id);
  const freshSession: Population['freshSession'] = async (aim, status) => {
    if (aim === 'absent') return randomUUID();
    const id = await bookAt(call, await freshStart(), doctors[aim], patients[aim]);
    if (status === 'APPROVED') await must(call('admin', operations.approveSession, { params: { id } }));
    return id;
  };
  const movedSession: Population['movedSession'] = async (aim, by) => {
    if (aim === 'absent') return randomUUID();
    const id = await freshSession(aim, 'APPROVED');
    const other = by === 'patient' ? 'secretary' : 'admin';
    const wanted = { params: { id }, body: { startsAt: await freshStart() } };
    await must(call(aim === 'own' ? by : other, operations.moveSession, wanted));
    return id;
  };
  const made: Population['made'] = {
    approved: (aim) => freshSession(aim, 'APPROVED'),
    begun: async (aim) => {
      const id = await freshSession(aim, 'APPROVED');
      // Only the clock can bring that about.
      await world.sql("UPDATE sessions SET starts_at = now() - interval '1 minute' WHERE id = $1", [id]);
      return id;
    },
    cancelled: async (aim) => {
      const id = await freshSession(aim, 'APPROVED');
      if (aim !== 'absent') await must(call('admin', operations.cancelSession, { params: { id } }));
      return id;
    },
  };
  await bookAt(call, await freshStart(), covering.id, third.id);
  const own = await freshSession('own', 'PENDING');
  await must(call('doctor', operations.approveSession, { params: { id: own } }));
  await must(call('patient', operations.confirmSession, { params: { id: own } }));
  const foreign = await freshSession('foreign', 'APPROVED');
  await must(call('secretary', operations.confirmSession, { params: { id: foreign } }));
  const people: Partial<Record<CallerName, string>> = {
    patient: patient.userId,
    secretary: clinic.secretary.userId,
    doctor: doctor.userId,
    cover: covering.userId,
    admin: clinic.admin.userId,
  };
  return {
    patients,
    doctors,
    rooms: { own: clinic.rooms[0].id, foreign: clinic.rooms[1].id, absent: randomUUID() },
    sessions: { own, foreign, absent: randomUUID() },
    ...(await decisionsOf(world, own, foreign)),
    userIds: (caller) => ({
      own: people[caller] ?? patient.userId,
      foreign: foreignDoctor.userId,
      absent: randomUUID(),
    }),
    linkIds: (caller) => madeRows(world, LINK, [people[caller] ?? patient.userId, foreignDoctor.userId]),
    taskIds: () => madeRows(world, TASK, [patients.own, patients.foreign]),
    exceptionIds: () => madeRows(world, EXCEPTION, [doctors.own, doctors.foreign]),
    leaveIds: () => madeRows(world, LEAVE, [doctors.own, doctors.foreign]),
    freshStart,
    freshSession,
    movedSession,
    made,
  };
}

async function must(answering: Promise<Answer>): Promise<Answer> {
  const answer = await answering;
  if (answer.status >= 300 || answer.status === 202) throw new Error(JSON.stringify(answer.body));
  return answer;
}

async function bookAt(call: Call, startsAt: string, doctorId: string, patientId: string): Promise<string> {
  const body = { startsAt, doctorId, patientId, visitReason: SENT_WORDS.visitReason, note: SENT_WORDS.note };
  return String((await must(call('admin', operations.bookSession, { body }))).body['id']);
}

/** A doctor with the hours of the others. */
async function hire(world: World, call: Call): Promise<{ id: string; userId: string }> {
  const body = { email: 'foreign.doctor@clinic.example', fullName: 'Dr Wanjiru Kamau', role: 'DOCTOR' };
  const { body: user } = await must(call('admin', operations.createUser, { body }));
  const id = String(user['doctorId']);
  await world.sql(
    `WITH period AS (
       INSERT INTO availability_periods (id, doctor_id, valid_from)
       VALUES (gen_random_uuid(), $1, '2026-01-01') RETURNING id)
     INSERT INTO availability_stretches (id, period_id, weekday, start_minute, end_minute)
     SELECT gen_random_uuid(), period.id, weekday, 480, 1080 FROM period, generate_series(1, 7) AS weekday`,
    [id],
  );
  return { id, userId: String(user['id']) };
}

const LINK = `
  INSERT INTO chat_identities (id, user_id, channel, subject, verified_at)
  VALUES (gen_random_uuid(), $1, 'SLACK', gen_random_uuid()::text, now()) RETURNING id`;
const TASK = `
  INSERT INTO tasks (kind, origin_key, patient_id) VALUES ('CALL_PATIENT', gen_random_uuid()::text, $1) RETURNING id`;
const EXCEPTION = `
  INSERT INTO availability_exceptions (id, doctor_id, from_date, to_date, kind)
  VALUES (gen_random_uuid(), $1, current_date + 200, current_date + 201, 'CLOSED') RETURNING id`;
const LEAVE = `
  INSERT INTO leaves (id, doctor_id, actor_id, actor_role, channel, request_id)
  SELECT gen_random_uuid(), id, user_id, 'DOCTOR', 'API', 'test' FROM doctors WHERE id = $1 RETURNING id`;

/** New rows, one for each of the two to whom they belong. */
async function madeRows(world: World, sql: string, [own, foreign]: [string, string]): Promise<Ids> {
  const one = async (owner: string): Promise<string> => {
    const [row] = await world.sql<{ id: string }>(sql, [owner]);
    if (!row) throw new Error(`nothing came of ${sql}`);
    return row.id;
  };
  return { own: await one(own), foreign: await one(foreign), absent: randomUUID() };
}

async function decisionsOf(
  world: World,
  own: string,
  foreign: string,
): Promise<Pick<Population, 'approvals' | 'confirmations'>> {
  const ids = async (sessionId: string): Promise<[string, string]> => {
    const rows = await world.sql<{ id: string }>('SELECT id FROM decisions WHERE session_id = $1 ORDER BY kind', [
      sessionId,
    ]);
    const [approval, confirmation] = rows.map(({ id }) => id);
    if (!approval || !confirmation || rows.length > 2) throw new Error('not one approval and one confirmation');
    return [approval, confirmation];
  };
  const [mine, theirs] = [await ids(own), await ids(foreign)];
  return {
    approvals: { own: mine[0], foreign: theirs[0], absent: randomUUID() },
    confirmations: { own: mine[1], foreign: theirs[1], absent: randomUUID() },
  };
}
