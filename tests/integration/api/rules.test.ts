import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Role } from '../../../domain/actor.js';
import { SESSION_ACTIONS, type SessionAction } from '../../../domain/session/allowed-actions.js';
import type { Caller } from './caller.js';
import { openWorld, type World } from './world.js';

/** What is offered, what the API lets through and what the database does must be the same: each is tried in each state. */
let world: World;
let covering: Caller;
beforeAll(async () => {
  world = await openWorld();
  const [own, colleague] = world.clinic.doctors;
  await world.sql(
    `INSERT INTO doctor_cover (id, doctor_id, cover_doctor_id, starts_on, ends_on)
     VALUES (gen_random_uuid(), $1, $2, current_date - 1, current_date + 1)`,
    [own.id, colleague.id],
  );
  covering = await world.signIn(colleague.email);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

type Who = Role | 'COVERING';
const callerOf = (who: Who): Caller => (who === 'COVERING' ? covering : world.as(who));

async function bookedId(): Promise<string> {
  const [doctor, patient] = [world.clinic.doctors[0], world.clinic.patients[0]];
  const body = { doctorId: doctor.id, patientId: patient.id, startsAt: await world.freshStart(doctor.id) };
  return String((await world.as('SECRETARY').post('/sessions', body)).body['id']);
}

/** A row as it stands once its start has come; only the clock can bring that about. */
const begin = (id: string): Promise<unknown> =>
  world.sql(`UPDATE sessions SET starts_at = now() - interval '1 minute', decision_due_at = now() WHERE id = $1`, [id]);

const STATES: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  PENDING: () => Promise.resolve(),
  'PENDING past its start': begin,
  APPROVED: (id) => world.as('DOCTOR').post(`/sessions/${id}/approve`),
  'APPROVED past its start': async (id) => {
    await world.as('DOCTOR').post(`/sessions/${id}/approve`);
    await begin(id);
  },
  REJECTED: (id) => world.as('DOCTOR').post(`/sessions/${id}/reject`, { reason: 'no' }),
};

const cases = (['ADMIN', 'SECRETARY', 'DOCTOR', 'COVERING', 'PATIENT'] as const).flatMap((who) =>
  Object.keys(STATES).map((state) => ({ who, state })),
);

it.each(cases)('$who may do with a session that is $state what is offered', async ({ who, state }) => {
  const done: SessionAction[] = [];
  let offered: unknown;
  for (const action of SESSION_ACTIONS) {
    const id = await bookedId();
    await STATES[state]?.(id);
    offered = (await callerOf(who).get(`/sessions/${id}`)).body['allowedActions'];
    const answer = await callerOf(who).post(`/sessions/${id}/${action}`, action === 'reject' ? { reason: 'no' } : {});
    if (answer.status === 200) done.push(action);
    else expect([403, 409]).toContain(answer.status);
  }
  expect(done).toEqual(offered);
});
