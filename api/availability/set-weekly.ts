import { randomUUID } from 'node:crypto';
import {
  choiceFaults,
  firstDayVerdict,
  minuteOf,
  weeklyFaults,
  withWeeklyHours,
  type Schedule,
} from '../../domain/availability/editing/index.js';
import type { LocalStretch, WeeklyStretch } from '../../domain/availability/types.js';
import { setWeeklyHours } from '../../prisma/stores/availability-store.js';
import { readAvailability, type AvailabilityView } from '../../prisma/views/availability-view.js';
import { setWeeklyAvailability } from '../contract/availability.js';
import type { RequestOf } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { wishOf } from '../http/idempotency.js';
import { invalidFields } from '../http/problem.js';
import { onceOrAsk } from './ask.js';
import { makeChange, setOut, type Change } from './change.js';
import { presentAvailability, presentProgress } from './present.js';
import { pastDate } from './refusals.js';
import { demandVisible } from './visible.js';

type Wanted = RequestOf<typeof setWeeklyAvailability>['body'];

/** New weekly hours from a day on. */
export function settingWeekly(context: ApiContext): Endpoint {
  return implement(setWeeklyAvailability, async (exchange) => {
    const { params, body, principal, requestId } = exchange;
    const { actor } = principal;
    const weekly = weeklyOf(body);
    const faults = [...weeklyFaults(weekly), ...choiceFaults(body.onConflict ?? [])];
    if (faults.length > 0) throw invalidFields(faults);
    const change = changeOf(params.id, body, weekly, context.now);
    const wish = wishOf(setWeeklyAvailability, exchange);
    const answer = await onceOrAsk<typeof setWeeklyAvailability>(context, wish, async (tx) => {
      await demandVisible(tx, actor, params.id);
      const leave = await makeChange(tx, change, context.now());
      const shown = presentAvailability((await readAvailability(tx, params.id, context.now())) as AvailabilityView);
      return leave === null ? reply(200, shown) : reply(202, { ...shown, leave: presentProgress(leave) });
    });
    if (answer.status === 202) await setOut(context, answer.body.leave, requestId);
    return answer;
  });
}

function changeOf(doctorId: string, body: Wanted, weekly: WeeklyStretch[], now: () => Date): Change {
  const { timeZone, validFrom, onConflict: choices = [] } = body;
  const hours = { timeZone, validFrom, weekly };
  const plan = (open: Schedule): Schedule => {
    const verdict = firstDayVerdict(hours, open.timeZone, now().getTime());
    if (verdict.kind === 'PAST') throw pastDate('/validFrom', verdict.today);
    if (verdict.kind === 'FAULTY') throw invalidFields(verdict.faults);
    return withWeeklyHours(open, hours);
  };
  const write: Change['write'] = (tx) => setWeeklyHours(tx, { doctorId, ...hours });
  const inParts = { pointer: '/validFrom', message: 'set these hours from a later day first, then from earlier ones' };
  return { doctorId, weekly: true, leaveId: randomUUID(), exceptionId: null, choices, inParts, plan, write };
}

function weeklyOf({ weekly }: Wanted): WeeklyStretch[] {
  return weekly.map((stretch) => ({
    weekday: stretch.weekday,
    ...minutesOf(stretch),
    breaks: stretch.breaks.map(minutesOf),
  }));
}

function minutesOf({ start, end }: { start: string; end: string }): LocalStretch {
  return { startMinute: minuteOf(start), endMinute: minuteOf(end) };
}
