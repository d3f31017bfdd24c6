import type { World } from './world.js';

export interface Made {
  id: string;
  startsAt: string;
}

/** Sessions of the first doctor with the first patient, brought as far as a test needs them. */
export interface Life {
  booked(change?: object): Promise<Made>;
  approved(change?: object): Promise<Made>;
  /** Approved, and its start has come. */
  begun(change?: object): Promise<Made>;
  freshStart(): Promise<string>;
  /** Whether the doctor could be booked for half an hour from then on. */
  isFree(startsAt: string): Promise<boolean>;
  /** The query that asks about such a time. */
  about(startsAt: string): string;
}

export function createLife(world: World): Life {
  const [doctor, patient] = [world.clinic.doctors[0], world.clinic.patients[0]];
  const freshStart = (): Promise<string> => world.freshStart(doctor.id);
  const about = (startsAt: string): string => `doctorId=${doctor.id}&startsAt=${encodeURIComponent(startsAt)}`;
  const booked: Life['booked'] = async (change = {}) => {
    const body = { doctorId: doctor.id, patientId: patient.id, startsAt: await freshStart(), ...change };
    const { status, body: session } = await world.as('SECRETARY').post('/sessions', body);
    if (status !== 201) throw new Error(JSON.stringify(session));
    return { id: String(session['id']), startsAt: String(session['startsAt']) };
  };
  const approved: Life['approved'] = async (change) => {
    const session = await booked(change);
    const { status, body } = await world.as('DOCTOR').post(`/sessions/${session.id}/approve`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return session;
  };
  return {
    booked,
    approved,
    async begun(change) {
      const session = await approved(change);
      // Only the clock can bring that about.
      await world.sql("UPDATE sessions SET starts_at = now() - interval '1 minute' WHERE id = $1", [session.id]);
      return session;
    },
    freshStart,
    isFree: async (startsAt) =>
      (await world.as('SECRETARY').get<{ bookable: boolean }>(`/slots/explain?${about(startsAt)}`)).body.bookable,
    about,
  };
}
