import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { systemActor } from '../../../domain/actor.js';
import type { Tx } from '../../../prisma/actor.js';
import { createDatabase } from '../../../prisma/client.js';
import { startApi } from '../../support/api-context.js';
import { seedClinic, TEST_PASSWORD } from '../../support/clinic.js';
import { openTestDatabase } from '../../support/database.js';
import { createFakeSessionClient } from '../../support/fake-session-client.js';
import type { Scene } from '../../unit/domain/support/arbitrary-clinic.js';
import { DOCTOR, PATIENT, ROOM_A, ROOM_B } from '../../unit/domain/support/scheduling.js';
import { bearer, createCaller, type Caller } from './caller.js';

/** A scene that the database has, under its own ids. */
export interface Staged {
  doctorId: string;
  patientId: string;
  roomId: string | null;
  /** The secretary, at the scene's instant. */
  desk: Caller;
}

export interface AgreementWorld extends AsyncDisposable {
  stage(scene: Scene): Promise<Staged>;
}

/** A real API on a real database whose clock stands still at each scene's instant; scenes are written by the owner. */
export async function openAgreementWorld(): Promise<AgreementWorld> {
  const database = await openTestDatabase();
  const owner = await createDatabase({ url: database.ownerUrl, allowOwner: true, poolSize: 1 });
  const clinic = await seedClinic(database);
  let nowMs = Date.now();
  const now = (): Date => new Date(nowMs);
  const sessions = createFakeSessionClient(database.worker, now);
  const api = await startApi({ db: database.app, sessions, inbound: { handle: () => Promise.resolve() }, now });
  const signIn = { email: clinic.secretary.email, password: TEST_PASSWORD };
  const { body } = await createCaller(api.origin, {}).post('/auth/login', signIn);
  const {
    sub: userId,
    sid,
    ver: version,
  } = decodeJwt<{ sub: string; sid: string; ver: number }>(String(body['accessToken']));
  return {
    async stage(scene) {
      nowMs = scene.nowMs;
      const ids = new Map([DOCTOR, PATIENT, ROOM_A, ROOM_B].map((name) => [name, randomUUID()]));
      await owner.withActor(systemActor('test/stage'), (tx) => write(tx, scene, ids));
      const token = await api.context.tokens.issueAccess({ userId, role: 'SECRETARY', version, sid });
      return {
        doctorId: idOf(ids, DOCTOR),
        patientId: idOf(ids, PATIENT),
        roomId: scene.roomId === null ? null : idOf(ids, scene.roomId),
        desk: bearer(api.origin, token),
      };
    },
    async [Symbol.asyncDispose]() {
      await sessions.idle();
      await api[Symbol.asyncDispose]();
      await owner.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

type Ids = ReadonlyMap<string, string>;

/** Names that the scene does not know stand for somebody else. */
const idOf = (ids: Ids, name: string): string => ids.get(name) ?? randomUUID();

async function write(tx: Tx, { input }: Scene, ids: Ids): Promise<void> {
  const { doctor, policy, roomIds } = input;
  const [doctorId, patientId, userId] = [idOf(ids, DOCTOR), idOf(ids, PATIENT), randomUUID()];
  await tx.policyRow.updateMany({
    data: {
      minimumLeadMinutes: policy.minimumLeadMinutes,
      maximumHorizonDays: policy.maximumHorizonDays,
      slotStepMinutes: policy.slotStepMinutes,
      bufferBeforeMinutes: policy.bufferBeforeMinutes,
      bufferAfterMinutes: policy.bufferAfterMinutes,
      decisionLeadMinutes: 0,
    },
  });
  await tx.user.createMany({
    data: [{ id: userId, email: `${userId}@clinic.example`, fullName: 'Dr Scene', role: 'DOCTOR' }],
  });
  await tx.doctor.createMany({
    data: [{ id: doctorId, userId, fullName: 'Dr Scene', timeZone: doctor.timeZone, active: doctor.active }],
  });
  await tx.patient.createMany({ data: [{ id: patientId, fullName: 'Scene', smsConsent: false }] });
  await tx.room.updateMany({ data: { active: false } });
  await tx.room.createMany({
    data: [ROOM_A, ROOM_B].map((name) => {
      const id = idOf(ids, name);
      return { id, name: id.slice(0, 13), active: roomIds.includes(name) };
    }),
  });
  await writeHours(tx, input, doctorId);
  for (const [index, range] of input.busy.entries()) await writeHold(tx, range, ids, index % 3 === 0);
}

async function writeHours(tx: Tx, { periods, exceptions }: Scene['input'], doctorId: string): Promise<void> {
  for (const { validFrom, weekly } of periods) {
    const periodId = randomUUID();
    await tx.availabilityPeriod.createMany({ data: [{ id: periodId, doctorId, validFrom: new Date(validFrom) }] });
    await tx.availabilityStretch.createMany({
      data: weekly.map((stretch) => ({ ...stretch, id: randomUUID(), periodId, breaks: [...stretch.breaks] as never })),
    });
  }
  await tx.availabilityException.createMany({
    data: exceptions.map(({ from, to, ...rest }) => ({
      ...rest,
      id: randomUUID(),
      doctorId,
      fromDate: new Date(from),
      toDate: new Date(to),
    })),
  });
}

/** Busy time of one resource: whoever else such a session needs is somebody that the scene does not have. */
async function writeHold(
  tx: Tx,
  { resource, resourceId, startMs, endMs }: Scene['input']['busy'][number],
  ids: Ids,
  overbooked: boolean,
): Promise<void> {
  const [sessionId, id] = [randomUUID(), idOf(ids, resourceId)];
  const [doctorId, patientId] = [idOf(ids, DOCTOR), idOf(ids, PATIENT)];
  const [startsAt, endsAt] = [new Date(startMs), new Date(endMs)];
  const session = { id: sessionId, doctorId, patientId, startsAt, endsAt, decisionDueAt: startsAt, telehealth: true };
  await tx.session.createMany({
    data: [{ ...session, code: sessionId.slice(0, 13), bodyHash: 'scene', createdChannel: 'API' }],
  });
  await tx.$executeRaw`
    INSERT INTO holds (session_id, doctor_id, room_id, patient_id, doctor_range, slot_range,
                       exempt_doctor, exempt_room, exempt_patient)
    VALUES (${sessionId}::uuid, ${resource === 'doctor' ? id : randomUUID()}::uuid,
            ${resource === 'room' ? id : null}::uuid, ${resource === 'patient' ? id : randomUUID()}::uuid,
            tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz),
            tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz),
            ${overbooked && resource === 'doctor'}, ${overbooked && resource === 'room'},
            ${overbooked && resource === 'patient'})
    ON CONFLICT DO NOTHING`;
}
