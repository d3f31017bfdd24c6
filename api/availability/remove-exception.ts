import { choiceFaults, withoutException, type Schedule } from '../../domain/availability/editing/index.js';
import { localDateOf } from '../../domain/time/local-date.js';
import { removeException } from '../../prisma/stores/availability-store.js';
import { readException } from '../../prisma/views/availability-view.js';
import { removeAvailabilityException } from '../contract/availability.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { wishOf } from '../http/idempotency.js';
import { invalidFields } from '../http/problem.js';
import { onceOrAsk } from './ask.js';
import { makeChange, setOut, type Change } from './change.js';
import { presentProgress } from './present.js';
import { pastDate } from './refusals.js';
import { demandVisible } from './visible.js';

/** Removes an exception from today on. Ending an extra opening can leave sessions outside. */
export function removingException(context: ApiContext): Endpoint {
  return implement(removeAvailabilityException, async (exchange) => {
    const { params, body, principal, requestId } = exchange;
    const { id: doctorId, exceptionId } = params;
    const { actor } = principal;
    const { onConflict: choices = [] } = body;
    const faults = choiceFaults(choices);
    if (faults.length > 0) throw invalidFields(faults);
    const wish = wishOf(removeAvailabilityException, exchange);
    const answer = await onceOrAsk<typeof removeAvailabilityException>(context, wish, async (tx) => {
      await demandVisible(tx, actor, doctorId);
      const exception = await readException(tx, { doctorId, exceptionId });
      if (exception === null) throw absent('exception', actor.role);
      let today = '';
      const plan = (open: Schedule): Schedule => {
        today = localDateOf(context.now().getTime(), open.timeZone);
        // As the hours say now: another request may have removed it since it was read.
        const found = open.exceptions.find(({ id }) => id === exceptionId);
        if ((found ?? exception).to < today) throw pastDate(null, today);
        if (found === undefined) throw absent('exception', actor.role);
        return withoutException(open, exceptionId, today);
      };
      const change: Change = {
        doctorId,
        weekly: false,
        leaveId: exceptionId,
        exceptionId,
        choices,
        inParts: { pointer: '/onConflict', message: 'close parts of its time by exceptions first' },
        plan,
        write: (inner) => removeException(inner, { doctorId, exceptionId, today }),
      };
      const leave = await makeChange(tx, change, context.now());
      return leave === null ? reply(204, undefined) : reply(202, { leave: presentProgress(leave) });
    });
    if (answer.status === 202) await setOut(context, answer.body.leave, requestId);
    return answer;
  });
}
