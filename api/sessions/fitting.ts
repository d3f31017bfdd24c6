import type { Tx } from '../../prisma/actor.js';
import { readBookingParties } from '../../prisma/views/booking-parties.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import { unknownId } from '../http/absent.js';
import type { PersonActor } from '../http/principal.js';
import { invalidField } from '../http/problem.js';

/** Where a session is to take place instead; what is absent or null stays. */
export interface WantedPlace {
  doctorId?: string | null;
  roomId?: string | null;
  telehealth?: boolean | undefined;
}

/** Refuses a doctor or a room that is none, or that does not fit this session or this caller. */
export async function demandFitting(
  tx: Tx,
  { role }: PersonActor,
  session: SessionView,
  { doctorId, roomId, telehealth = session.telehealth }: WantedPlace,
): Promise<void> {
  const isOther = typeof doctorId === 'string' && doctorId !== session.doctor.id;
  if (isOther && (role === 'PATIENT' || role === 'DOCTOR')) {
    throw invalidField('/doctorId', 'must be left out: only the clinic’s desk moves a session to another doctor');
  }
  if (typeof roomId === 'string' && telehealth) throw invalidField('/roomId', 'a telehealth session has no room');
  const parties = await readBookingParties(tx, {
    doctorId: doctorId ?? session.doctor.id,
    patientId: session.patient.id,
    roomId: roomId ?? null,
  });
  if (parties.doctorUserId === null) throw unknownId('doctor', role, '/doctorId');
  if (!parties.roomKnown) throw unknownId('room', role, '/roomId');
}

/** Refuses a move to where the session is already. */
export function demandOtherTime(
  session: SessionView,
  { startsAt, doctorId, roomId }: WantedPlace & { startsAt: string },
): void {
  const stays =
    startsAt === session.startsAt &&
    (doctorId ?? session.doctor.id) === session.doctor.id &&
    (roomId ?? session.room?.id) === session.room?.id;
  if (stays) throw invalidField('/startsAt', 'is the time that the session has already');
}
