import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Role } from '../../../domain/actor.js';
import { SLOT_RULES } from '../../../domain/availability/types.js';
import { SESSION_ACTIONS, type SessionAction } from '../../../domain/session/allowed-actions.js';
import type { Answer, Caller } from './caller.js';
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
const freshStart = (): Promise<string> => world.freshStart(world.clinic.doctors[0].id);

async function bookedId(): Promise<string> {
  const [doctor, patient] = [world.clinic.doctors[0], world.clinic.patients[0]];
  const body = { doctorId: doctor.id, patientId: patient.id, startsAt: await freshStart() };
  return String((await world.as('SECRETARY').post('/sessions', body)).body['id']);
}

/** A row as it stands once its start has come; only the clock can bring that about. */
const begin = (id: string): Promise<unknown> =>
  world.sql(
    `UPDATE sessions SET starts_at = now() - interval '1 minute', ends_at = now() + interval '29 minutes',
            decision_due_at = now() WHERE id = $1`,
    [id],
  );

const approve = (id: string): Promise<unknown> => world.as('DOCTOR').post(`/sessions/${id}/approve`);
const move = (role: Role) => async (id: string) => {
  await approve(id);
  await world.as(role).post(`/sessions/${id}/move`, { startsAt: await freshStart() });
};
const after =
  (what: string) =>
  async (id: string): Promise<void> => {
    await approve(id);
    await begin(id);
    await world.as('DOCTOR').post(`/sessions/${id}/${what}`);
  };

const STATES: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  PENDING: () => Promise.resolve(),
  'PENDING past its start': begin,
  APPROVED: approve,
  'APPROVED past its start': async (id) => {
    await approve(id);
    await begin(id);
  },
  'APPROVED with a move of the patient': move('PATIENT'),
  'APPROVED with a move of the doctor': move('DOCTOR'),
  REJECTED: (id) => world.as('DOCTOR').post(`/sessions/${id}/reject`, { reason: 'no' }),
  COMPLETED: after('complete'),
  'NO_SHOW past its end': async (id) => {
    await after('no-show')(id);
    await world.sql(`UPDATE sessions SET ends_at = now() WHERE id = $1`, [id]);
  },
};

const OVERRIDE = { confirm: true, reason: 'why not', accept: SLOT_RULES };

async function tried(caller: Caller, id: string, action: SessionAction): Promise<Answer> {
  switch (action) {
    case 'edit':
      return caller.patch(`/sessions/${id}`, { note: 'another one', reason: 'why not' });
    case 'delete':
      return caller.ask('DELETE', `/sessions/${id}`, { body: { reason: 'why not' } });
    case 'move':
      return caller.post(`/sessions/${id}/move`, { startsAt: await freshStart() });
    case 'reopen':
      // What has begun is past the lead time, which an admin may go past.
      return caller.post(`/sessions/${id}/reopen`, { reason: 'no', override: OVERRIDE });
    case 'reject':
    case 'move/reject':
      return caller.post(`/sessions/${id}/${action}`, { reason: 'no' });
    default:
      return caller.post(`/sessions/${id}/${action}`);
  }
}

const cases = (['ADMIN', 'SECRETARY', 'DOCTOR', 'COVERING', 'PATIENT'] as const).flatMap((who) =>
  Object.keys(STATES).map((state) => ({ who, state })),
);

it.each(cases)('$who may do with a session that is $state what is offered', async ({ who, state }) => {
  const session = async (): Promise<string> => {
    const id = await bookedId();
    await STATES[state]?.(id);
    return id;
  };
  const done: SessionAction[] = [];
  let id = await session();
  const offered = (await callerOf(who).get(`/sessions/${id}`)).body['allowedActions'];
  for (const action of SESSION_ACTIONS) {
    const answer = await tried(callerOf(who), id, action);
    if (answer.status === 200 || answer.status === 204) {
      done.push(action);
      id = await session();
    } else expect([403, 409]).toContain(answer.status);
  }
  expect(done).toEqual(offered);
});
