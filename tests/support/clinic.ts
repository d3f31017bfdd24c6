import { randomUUID } from 'node:crypto';
import { hash } from 'argon2';
import { systemActor, type Actor, type Role } from '../../domain/actor.js';
import type { Tx } from '../../prisma/actor.js';
import { createDatabase } from '../../prisma/client.js';

export const TEST_PASSWORD = 'Test-Pass-2027!';
export const TEST_ZONE = 'Europe/Berlin';

export interface TestDoctor {
  id: string;
  userId: string;
  email: string;
  fullName: string;
  slackUserId: string;
}

export interface TestPatient {
  id: string;
  userId: string | null;
  email: string;
  phone: string;
  fullName: string;
}

export interface TestStaff {
  userId: string;
  email: string;
  slackUserId: string;
}

export interface TestClinic {
  /** The second one may be covered by the first on demand (`cover`). */
  doctors: [TestDoctor, TestDoctor];
  rooms: [{ id: string; name: string }, { id: string; name: string }];
  /** Only the first one has an account. */
  patients: [TestPatient & { userId: string }, TestPatient, TestPatient];
  secretary: TestStaff;
  admin: TestStaff;
}

/** The actor for a seeded person. */
export function actorOf(role: Role, id: string, channel: Actor['channel'] = 'API'): Actor {
  return { id, role, channel, requestId: `test/${randomUUID()}` };
}

// Hashing is slow on purpose, and the same for every file of a process.
let passwordHash: Promise<string> | undefined;
const hashOnce = (): Promise<string> =>
  (passwordHash ??= hash(TEST_PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }));

/** A minimal clinic, open every day from 08:00 to 18:00, written by the owner's login as SYSTEM. */
export async function seedClinic(database: { ownerUrl: string }): Promise<TestClinic> {
  const owner = await createDatabase({ url: database.ownerUrl, allowOwner: true, poolSize: 1 });
  try {
    const clinic = inventClinic();
    const secret = await hashOnce();
    await owner.withActor(systemActor('test/seed'), async (tx) => {
      await writePeople(tx, clinic, secret);
      await writePlaces(tx, clinic);
    });
    return clinic;
  } finally {
    await owner.close();
  }
}

/** Lets the first doctor decide for the second one, from yesterday to tomorrow. */
export async function coverSecondDoctor(database: { ownerUrl: string }, clinic: TestClinic): Promise<void> {
  const owner = await createDatabase({ url: database.ownerUrl, allowOwner: true, poolSize: 1 });
  const day = (offset: number): Date => new Date(Date.now() + offset * 86_400_000);
  try {
    const [cover, covered] = clinic.doctors;
    const data = { id: randomUUID(), doctorId: covered.id, coverDoctorId: cover.id, startsOn: day(-1), endsOn: day(1) };
    await owner.withActor(systemActor('test/cover'), (tx) => tx.doctorCover.createMany({ data: [data] }));
  } finally {
    await owner.close();
  }
}

function inventClinic(): TestClinic {
  const tag = randomUUID().slice(0, 8);
  const number = (index: number): string => `+1555${String(parseInt(tag, 16) % 1_000_000).padStart(6, '0')}${index}`;
  const doctor = (name: string, index: number): TestDoctor => ({
    id: randomUUID(),
    userId: randomUUID(),
    email: `doctor${index}.${tag}@clinic.example`,
    fullName: name,
    slackUserId: `UDOC${index}${tag}`.toUpperCase(),
  });
  const patient = (fullName: string, index: number): TestPatient => ({
    id: randomUUID(),
    userId: null,
    email: `patient${index}.${tag}@mail.example`,
    phone: number(index),
    fullName,
  });
  const staff = (word: string): TestStaff => ({
    userId: randomUUID(),
    email: `${word}.${tag}@clinic.example`,
    slackUserId: `U${word}${tag}`.toUpperCase(),
  });
  return {
    doctors: [doctor('Dr Layla Haddad', 1), doctor('Dr Chidi Okafor', 2)],
    rooms: [
      { id: randomUUID(), name: 'Room 1' },
      { id: randomUUID(), name: 'Room 2' },
    ],
    patients: [
      { ...patient('Sara Ali', 1), userId: randomUUID() },
      patient('Jonas Weber', 2),
      patient('María Gómez', 3),
    ],
    secretary: staff('desk'),
    admin: staff('admin'),
  };
}

async function writePeople(tx: Tx, clinic: TestClinic, secret: string): Promise<void> {
  const { doctors, patients, secretary, admin } = clinic;
  const [withAccount] = patients;
  const users = [
    ...doctors.map(({ userId, email, fullName }) => ({ id: userId, email, fullName, role: 'DOCTOR' })),
    { id: secretary.userId, email: secretary.email, fullName: 'Tom Becker', role: 'SECRETARY' },
    { id: admin.userId, email: admin.email, fullName: 'Nora Lindqvist', role: 'ADMIN' },
    { id: withAccount.userId, email: withAccount.email, fullName: withAccount.fullName, role: 'PATIENT' },
  ];
  await tx.user.createMany({ data: users.map((user) => ({ ...user, emailVerifiedAt: new Date() })) });
  await tx.credential.createMany({ data: users.map(({ id }) => ({ userId: id, passwordHash: secret })) });
  await tx.patient.createMany({
    data: patients.map((patient) => ({ ...patient, smsConsent: true, createdBy: secretary.userId })),
  });
  await tx.chatIdentity.createMany({
    data: [...doctors, secretary, admin].map(({ userId, slackUserId }) => ({
      id: randomUUID(),
      userId,
      channel: 'SLACK',
      subject: slackUserId,
      verifiedAt: new Date(),
    })),
  });
}

async function writePlaces(tx: Tx, clinic: TestClinic): Promise<void> {
  await tx.policyRow.createMany({ data: [{ id: 1, clinicName: 'Elm Street Clinic', timeZone: TEST_ZONE }] });
  await tx.room.createMany({ data: clinic.rooms });
  for (const { id: doctorId, userId, fullName } of clinic.doctors) {
    const periodId = randomUUID();
    await tx.doctor.createMany({ data: [{ id: doctorId, userId, fullName, timeZone: TEST_ZONE }] });
    await tx.availabilityPeriod.createMany({ data: [{ id: periodId, doctorId, validFrom: new Date('2026-01-01') }] });
    await tx.availabilityStretch.createMany({
      data: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        id: randomUUID(),
        periodId,
        weekday,
        startMinute: 8 * 60,
        endMinute: 18 * 60,
      })),
    });
  }
}
