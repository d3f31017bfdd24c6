import { hash } from 'argon2';
import type { Database, Tx } from '../../prisma/actor.js';
import { systemActor } from '../../domain/actor.js';
import { localDateOf } from '../../domain/time/local-date.js';
import { HOURS } from './hours.js';
import { seedId } from './ids.js';
import { DEMO_PASSWORD, PATIENTS, ROOMS, STAFF, type PatientSeed } from './people.js';
import type { SlackSeat } from './contract.js';

export const CLINIC_ZONE = 'Europe/Berlin';
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const userId = (handle: string): string => seedId('user', handle);
export const doctorId = (handle: string): string => seedId('doctor', handle);
export const patientId = (patient: PatientSeed): string => seedId('patient', patient.email);
const patientUserId = (patient: PatientSeed): string => seedId('user', patient.email);

/** Account of a patient who can sign in; null for the others. */
export const accountOf = (patient: PatientSeed): string | null => (patient.account ? patientUserId(patient) : null);

/** People, rooms, hours and policy in one transaction, as SYSTEM by the owner's login. */
export async function writePeople(db: Database, context: { now: Date; slackUsers: SlackSeat[] }): Promise<void> {
  const passwordHash = await hash(DEMO_PASSWORD, ARGON2);
  await db.withActor(systemActor('seed'), async (tx) => {
    await tx.policyRow.createMany({
      data: [
        {
          id: 1,
          clinicName: 'Elm Street Clinic',
          timeZone: CLINIC_ZONE,
          signInsPerSourcePerMinute: 6_000,
          signUpsPerSourcePerHour: 6_000,
        },
      ],
      skipDuplicates: true,
    });
    await writeAccounts(tx, passwordHash);
    await tx.doctor.createMany({
      data: STAFF.filter(({ role }) => role === 'DOCTOR').map(({ handle, fullName, specialty }) => ({
        id: doctorId(handle),
        userId: userId(handle),
        fullName,
        specialty,
        timeZone: CLINIC_ZONE,
      })),
      skipDuplicates: true,
    });
    await tx.room.createMany({
      data: ROOMS.map((room) => ({ id: seedId('room', room.name), ...room })),
      skipDuplicates: true,
    });
    await writePatients(tx);
    await writeHours(tx, context.now);
    await tx.chatIdentity.createMany({
      data: context.slackUsers
        .filter(({ handle }) => STAFF.some((staff) => staff.handle === handle && !staff.unlinked))
        .map(({ handle, slackUserId }) => ({
          id: seedId('slack', handle),
          userId: userId(handle),
          channel: 'SLACK',
          subject: slackUserId,
          verifiedAt: context.now,
        })),
      skipDuplicates: true,
    });
  });
}

async function writeAccounts(tx: Tx, passwordHash: string): Promise<void> {
  const accounts = [
    ...STAFF.map(({ handle, email, fullName, role }) => ({ id: userId(handle), email, fullName, role })),
    ...PATIENTS.filter(({ account }) => account).map((patient) => ({
      id: patientUserId(patient),
      email: patient.email,
      fullName: patient.fullName,
      role: 'PATIENT',
      phone: patient.phone,
      language: patient.language,
    })),
  ];
  await tx.user.createMany({
    data: accounts.map((account) => ({ ...account, emailVerifiedAt: new Date(), timeZone: CLINIC_ZONE })),
    skipDuplicates: true,
  });
  await tx.credential.createMany({
    data: accounts.map(({ id }) => ({ userId: id, passwordHash })),
    skipDuplicates: true,
  });
}

/** The consent that comes with a number is recorded by the database. */
async function writePatients(tx: Tx): Promise<void> {
  await tx.patient.createMany({
    data: PATIENTS.map((patient) => ({
      id: patientId(patient),
      userId: accountOf(patient),
      fullName: patient.fullName,
      email: patient.email,
      phone: patient.phone,
      language: patient.language,
      timeZone: CLINIC_ZONE,
      smsConsent: true,
      createdBy: userId('secretary'),
    })),
    skipDuplicates: true,
  });
}

async function writeHours(tx: Tx, now: Date): Promise<void> {
  const aMonthAgo = new Date(now.getTime() - 30 * 86_400_000);
  const validFrom = new Date(localDateOf(aMonthAgo.getTime(), CLINIC_ZONE));
  for (const [handle, hours] of Object.entries(HOURS)) {
    const periodId = seedId('period', handle);
    await tx.availabilityPeriod.createMany({
      data: [{ id: periodId, doctorId: doctorId(handle), validFrom }],
      skipDuplicates: true,
    });
    await tx.availabilityStretch.createMany({
      data: hours.weekdays.map((weekday) => ({
        id: seedId('stretch', handle, String(weekday)),
        periodId,
        weekday,
        startMinute: hours.startMinute,
        endMinute: hours.endMinute,
        breaks: hours.breaks,
      })),
      skipDuplicates: true,
    });
  }
}
