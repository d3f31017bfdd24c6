import type { CoverEntry } from '../../domain/cover/cover.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** Whoever decides or decided in the doctor's place, by day; null where there is no such doctor. */
export async function readCover(tx: Tx, doctorId: string): Promise<CoverEntry[] | null> {
  const doctor = await tx.doctor.findUnique({
    where: { id: doctorId },
    select: { covers: { orderBy: [{ startsOn: 'asc' }, { endsOn: 'asc' }, { coverDoctorId: 'asc' }] } },
  });
  if (doctor === null) return null;
  return doctor.covers.map(({ coverDoctorId, startsOn, endsOn }) => ({
    doctorId: coverDoctorId,
    from: localDate(startsOn),
    to: localDate(endsOn),
  }));
}

/**
 * Sets who decides in the doctor's place from today on, by the clinic's calendar; earlier days stay as they were. `index` is
 * that of the entry at fault: no active doctor, or days of the past that were not covered so. The doctor and admins.
 */
export function setCover(
  tx: Tx,
  doctorId: string,
  entries: readonly CoverEntry[],
): Promise<{ outcome: 'SET' | 'ABSENT' } | { outcome: 'UNKNOWN_DOCTOR' | 'PAST_DATE'; index: number }> {
  return callEngine(tx, 'set_doctor_cover', { doctorId, entries });
}

/** True where the actor is that doctor. */
export async function isOwnDoctor(tx: Tx, doctorId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ own: boolean }[]>`
    SELECT ${doctorId}::uuid = ANY (engine.own_doctor_ids()) AS own`;
  return rows[0]?.own ?? false;
}

const localDate = (date: Date): string => date.toISOString().slice(0, 10);
