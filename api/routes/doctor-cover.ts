import { coverFaults, type CoverEntry } from '../../domain/cover/cover.js';
import { DomainError } from '../../domain/errors.js';
import type { Tx } from '../../prisma/actor.js';
import { isOwnDoctor, readCover, setCover } from '../../prisma/stores/cover-store.js';
import { getDoctorCover, setDoctorCover } from '../contract/doctors.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import type { PersonActor } from '../http/principal.js';
import { invalidField, invalidFields } from '../http/problem.js';

/** Who decides in a doctor's place: the doctor's own and admins' to set, and for secretaries to read. */
export function doctorCoverRoutes(context: ApiContext): Endpoint[] {
  return [
    implement(getDoctorCover, async ({ params, principal: { actor } }) =>
      reply(200, await context.db.withActor(actor, (tx) => visibleCover(tx, actor, params.id))),
    ),
    implement(setDoctorCover, async (exchange) => {
      const { params, body, principal } = exchange;
      const faults = coverFaults(params.id, body);
      return once<typeof setDoctorCover>(context, wishOf(setDoctorCover, exchange), async (tx) => {
        await requireOwn(tx, principal.actor, params.id);
        if (faults.length > 0) throw invalidFields(faults);
        const result = await setCover(tx, params.id, body);
        switch (result.outcome) {
          case 'SET':
            return reply(200, await visibleCover(tx, principal.actor, params.id));
          case 'ABSENT':
            throw absent('doctor', principal.actor.role);
          case 'UNKNOWN_DOCTOR':
            throw invalidField(`/${result.index}/doctorId`, 'is not the id of an active doctor');
          case 'PAST_DATE':
            throw pastDate(result.index);
        }
      });
    }),
  ];
}

async function visibleCover(tx: Tx, actor: PersonActor, doctorId: string): Promise<CoverEntry[]> {
  await requireOwn(tx, actor, doctorId);
  const cover = await readCover(tx, doctorId);
  if (cover === null) throw absent('doctor', actor.role);
  return cover;
}

async function requireOwn(tx: Tx, actor: PersonActor, doctorId: string): Promise<void> {
  if (actor.role !== 'DOCTOR' || (await isOwnDoctor(tx, doctorId))) return;
  throw new DomainError('forbidden', 'A doctor sees and sets their own cover only.');
}

function pastDate(index: number): DomainError {
  const message = 'names days that are over and were not covered so; they stay as they were';
  return new DomainError('past_date', 'The past cannot be covered any more: begin with today or later.', {
    errors: [{ pointer: `/${index}/from`, message }],
  });
}
