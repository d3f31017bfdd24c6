import { randomUUID } from 'node:crypto';
import {
  choiceFaults,
  exceptionFaults,
  MAX_EXCEPTIONS_AHEAD,
  minuteOf,
  withException,
  type NamedException,
  type Schedule,
} from '../../domain/availability/editing/index.js';
import type { DomainError } from '../../domain/errors.js';
import { localDateOf } from '../../domain/time/local-date.js';
import { addException } from '../../prisma/stores/availability-store.js';
import { readException, type ExceptionView } from '../../prisma/views/availability-view.js';
import { addAvailabilityException } from '../contract/availability.js';
import type { RequestOf } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { wishOf } from '../http/idempotency.js';
import { invalidField, invalidFields } from '../http/problem.js';
import { onceOrAsk } from './ask.js';
import { makeChange, setOut, type Change } from './change.js';
import { presentException, presentProgress } from './present.js';
import { pastDate } from './refusals.js';
import { demandVisible } from './visible.js';

type Wanted = RequestOf<typeof addAvailabilityException>['body'];

/** Closes days or hours, or opens extra time. */
export function addingException(context: ApiContext): Endpoint {
  return implement(addAvailabilityException, async (exchange) => {
    const { params, body, principal, requestId } = exchange;
    const { actor } = principal;
    const exception = exceptionOf(body);
    const faults = [...exceptionFaults(exception), ...choiceFaults(body.onConflict ?? [])];
    if (faults.length > 0) throw invalidFields(faults);
    const change = changeOf(params.id, body, exception, context.now);
    const wish = wishOf(addAvailabilityException, exchange);
    const answer = await onceOrAsk<typeof addAvailabilityException>(context, wish, async (tx) => {
      await demandVisible(tx, actor, params.id);
      const leave = await makeChange(tx, change, context.now());
      const added = await readException(tx, { doctorId: params.id, exceptionId: exception.id });
      const shown = presentException(added as ExceptionView);
      return leave === null
        ? reply(201, { exception: shown, leave: null })
        : reply(202, { exception: shown, leave: presentProgress(leave) });
    });
    if (answer.status === 202) await setOut(context, answer.body.leave, requestId);
    return answer;
  });
}

function changeOf(doctorId: string, body: Wanted, exception: NamedException, now: () => Date): Change {
  const { reason, onConflict: choices = [] } = body;
  const { id, ...dated } = exception;
  const plan = (open: Schedule): Schedule => {
    const today = localDateOf(now().getTime(), open.timeZone);
    if (dated.from < today) throw pastDate('/from', today);
    if (open.exceptions.filter(({ to }) => to >= today).length >= MAX_EXCEPTIONS_AHEAD) throw tooMany();
    return withException(open, exception);
  };
  const write: Change['write'] = (tx) => addException(tx, { exceptionId: id, doctorId, reason, ...dated });
  const inParts = { pointer: '/to', message: 'split the closure into shorter ones' };
  return { doctorId, weekly: false, leaveId: id, exceptionId: id, choices, inParts, plan, write };
}

function exceptionOf({ from, to, kind, start, end }: Wanted): NamedException {
  const minute = (time: string | undefined): number | null => (time === undefined ? null : minuteOf(time));
  return { id: randomUUID(), from, to, kind, startMinute: minute(start), endMinute: minute(end) };
}

function tooMany(): DomainError {
  const message = `is one too many: ${MAX_EXCEPTIONS_AHEAD} exceptions lie ahead; remove some, or let one span several days`;
  return invalidField('/from', message);
}
