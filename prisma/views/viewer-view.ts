import type { Tx } from '../actor.js';

/** What decides which sessions the actor may act on. */
export interface ViewerView {
  ownDoctorIds: string[];
  /** Their own profile and those they cover today. */
  decidableDoctorIds: string[];
  ownPatientIds: string[];
  patientCancelCutoffMinutes: number;
  patientMoveCutoffMinutes: number;
}

export async function readViewer(tx: Tx): Promise<ViewerView> {
  const rows = await tx.$queryRaw<[ViewerView]>`
    SELECT engine.own_doctor_ids()::text[] AS "ownDoctorIds", engine.decidable_doctor_ids()::text[] AS "decidableDoctorIds",
           engine.own_patient_ids()::text[] AS "ownPatientIds",
           (SELECT c.patient_cancel_cutoff_minutes FROM policy c) AS "patientCancelCutoffMinutes",
           (SELECT c.patient_move_cutoff_minutes FROM policy c) AS "patientMoveCutoffMinutes"`;
  return rows[0];
}
