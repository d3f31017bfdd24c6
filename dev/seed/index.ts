import { createDatabase } from '../../prisma/client.js';
import { createSessionClient } from '../../workflows/session/client.js';
import { writeAppointments } from './appointments.js';
import type { SeedContext, SeedResult } from './contract.js';
import { accountOf, doctorId, patientId, userId, writePeople } from './people-rows.js';
import { DEMO_PASSWORD, PATIENTS, STAFF } from './people.js';

/**
 * Writes the demo clinic and starts the workflows of its open sessions from their rows, so that their real timers run.
 * Safe to repeat after it was cut short.
 */
export async function seedClinic(context: SeedContext): Promise<SeedResult> {
  const now = context.now();
  const say = context.onProgress ?? (() => undefined);
  const db = await createDatabase({ url: context.ownerDatabaseUrl, allowOwner: true, poolSize: 2 });
  try {
    say('Seeding people, rooms and hours …');
    await writePeople(db, { now, slackUsers: context.slackUsers });
    say('Seeding sessions …');
    const open = await writeAppointments(db, now);
    const sessions = createSessionClient({ client: context.temporal, taskQueue: context.temporalTaskQueue });
    for (const sessionId of open) await sessions.resume(sessionId);
  } finally {
    await db.close();
  }
  return describeSeed(context);
}

function describeSeed({ slackUsers }: SeedContext): SeedResult {
  const password = DEMO_PASSWORD;
  const doctorOf = (handle: string, role: string) => (role === 'DOCTOR' ? { doctorId: doctorId(handle) } : {});
  return {
    signIns: [
      ...STAFF.map(({ handle, role, email }) => ({
        role,
        email,
        password,
        userId: userId(handle),
        ...doctorOf(handle, role),
      })),
      ...PATIENTS.flatMap((patient) => {
        const account = accountOf(patient);
        if (account === null) return [];
        return [
          { role: 'PATIENT' as const, email: patient.email, password, userId: account, patientId: patientId(patient) },
        ];
      }),
    ],
    slackUsers: slackUsers.flatMap(({ handle, slackUserId }) => {
      const staff = STAFF.find((candidate) => candidate.handle === handle && !candidate.unlinked);
      return staff ? [{ role: staff.role, slackUserId, userId: userId(handle), ...doctorOf(handle, staff.role) }] : [];
    }),
    phones: PATIENTS.map((patient) => ({ patientId: patientId(patient), phone: patient.phone })),
  };
}
