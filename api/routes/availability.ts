import { readAvailability, type AvailabilityView } from '../../prisma/views/availability-view.js';
import { readLeave } from '../../prisma/views/leave-view.js';
import { addingException } from '../availability/add-exception.js';
import { presentAvailability } from '../availability/present.js';
import { removingException } from '../availability/remove-exception.js';
import { settingWeekly } from '../availability/set-weekly.js';
import { demandVisible } from '../availability/visible.js';
import { getAvailability, getLeave } from '../contract/availability.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';

/** When doctors work, and what becomes of sessions when that changes. */
export function availabilityRoutes(context: ApiContext): Endpoint[] {
  return [...reading(context), settingWeekly(context), addingException(context), removingException(context)];
}

function reading({ db, now }: ApiContext): Endpoint[] {
  return [
    implement(getAvailability, async ({ params, principal: { actor } }) =>
      db.withActor(actor, async (tx) => {
        await demandVisible(tx, actor, params.id);
        return reply(200, presentAvailability((await readAvailability(tx, params.id, now())) as AvailabilityView));
      }),
    ),
    implement(getLeave, async ({ params, principal: { actor } }) => {
      const leave = await db.withActor(actor, (tx) => readLeave(tx, params.id));
      if (leave === null) throw absent('leave', actor.role);
      return reply(200, leave);
    }),
  ];
}
