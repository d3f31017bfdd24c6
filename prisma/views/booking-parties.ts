import type { Tx } from '../actor.js';

/** Whether those whom a booking names are there for the viewer to see, and the rule on patients who book themselves. */
export interface BookingParties {
  patientKnown: boolean;
  /** Null where there is no such doctor. */
  doctorUserId: string | null;
  roomKnown: boolean;
  patientSelfBooking: boolean;
}

/** One round trip for all that is asked before a booking is started. */
export async function readBookingParties(
  tx: Tx,
  { doctorId, patientId, roomId }: { doctorId: string; patientId: string; roomId: string | null },
): Promise<BookingParties> {
  const rows = await tx.$queryRaw<[BookingParties]>`
    SELECT EXISTS (SELECT 1 FROM patients p WHERE p.id = ${patientId}::uuid) AS "patientKnown",
           (SELECT d.user_id FROM doctors d WHERE d.id = ${doctorId}::uuid) AS "doctorUserId",
           ${roomId}::uuid IS NULL OR EXISTS (SELECT 1 FROM rooms r WHERE r.id = ${roomId}::uuid) AS "roomKnown",
           (SELECT c.patient_self_booking FROM policy c) AS "patientSelfBooking"`;
  return rows[0];
}
