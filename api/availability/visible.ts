import type { Tx } from '../../prisma/actor.js';
import { readDoctor } from '../../prisma/views/doctor-view.js';
import { absent } from '../http/absent.js';
import type { PersonActor } from '../http/principal.js';

/** A doctor sees own hours only; an absent doctor is told from a foreign one to whoever sees all. */
export async function demandVisible(tx: Tx, { id, role }: PersonActor, doctorId: string): Promise<void> {
  const doctor = await readDoctor(tx, doctorId);
  if (doctor === null || (role === 'DOCTOR' && doctor.userId !== id)) throw absent('availability', role);
}
