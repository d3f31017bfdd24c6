import { DomainError } from '../../domain/errors.js';
import { listDoctors as listDoctorViews, readDoctor } from '../../prisma/views/doctor-view.js';
import { getDoctor, listDoctors } from '../contract/doctors.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';

export function doctorRoutes({ db }: ApiContext): Endpoint[] {
  return [
    implement(listDoctors, async ({ query, principal: { actor } }) => {
      const { active = true, limit, cursor = null } = query;
      if (!active && actor.role === 'PATIENT') throw new DomainError('forbidden', 'Only staff may ask for these.');
      const page = await db.withActor(actor, (tx) => listDoctorViews(tx, { active }, { limit, cursor }));
      return reply(200, page);
    }),
    implement(getDoctor, async ({ params, principal: { actor } }) => {
      const doctor = await db.withActor(actor, (tx) => readDoctor(tx, params.id));
      if (doctor === null) throw absent('doctor', actor.role);
      return reply(200, doctor);
    }),
  ];
}
