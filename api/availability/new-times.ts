import type { ConflictChoice } from '../../domain/availability/editing/index.js';
import { evaluateSlot, evaluationWindow } from '../../domain/availability/index.js';
import type { BusyRange, SchedulingInput, SlotRequest } from '../../domain/availability/types.js';
import type { Fault } from '../../domain/fault.js';
import type { Tx } from '../../prisma/actor.js';
import { readOpenSessions } from '../../prisma/views/availability-view.js';
import { judgedUnder, wishFor, type Under } from './judged.js';

/** The doctor cannot be booked while times are judged, and each takes a few milliseconds. */
export const MAX_NEW_TIMES = 100;

/**
 * What is wrong with the times that sessions are to be moved to: each must be free for its session by the changed hours,
 * also beside those that were named before it.
 */
export async function newTimeFaults(
  tx: Tx,
  { choices, nowMs, ...under }: Under & { choices: readonly ConflictChoice[]; nowMs: number },
): Promise<Fault[]> {
  const timed = choices.flatMap(({ sessionId, startsAt }, index) =>
    startsAt === undefined
      ? []
      : [{ sessionId, startsAtMs: Date.parse(startsAt), pointer: `/onConflict/${index}/startsAt` }],
  );
  const [tooMany] = timed.slice(MAX_NEW_TIMES);
  if (tooMany) return [{ pointer: tooMany.pointer, message: TOO_MANY }];
  const views = await readOpenSessions(
    tx,
    timed.map(({ sessionId }) => sessionId),
  );
  const byId = new Map(views.map((view) => [view.id, view]));
  const promised: BusyRange[] = [];
  const faults: Fault[] = [];
  for (const { sessionId, startsAtMs, pointer } of timed) {
    const session = byId.get(sessionId);
    const input = session && (await judgedUnder(tx, under, session, evaluationWindow(startsAtMs)));
    if (!session || !input) continue;
    const wanted = wishFor(session, startsAtMs);
    const { bookable, reasons } = evaluateSlot({ ...input, busy: [...input.busy, ...promised] }, wanted, nowMs);
    if (bookable) promised.push(...busyWith(input, session.patient.id, wanted));
    else faults.push({ pointer, message: ['is not free:', ...reasons.map(({ detail }) => detail)].join(' ') });
  }
  return faults;
}

const TOO_MANY = `is one too many: at most ${MAX_NEW_TIMES} sessions are given a time at once; leave it out, and the nearest free time is proposed`;

/** Whom the session would keep busy there. The room is whichever is free by then. */
function busyWith({ doctor, policy }: SchedulingInput, patientId: string, wanted: SlotRequest): BusyRange[] {
  const startMs = wanted.startsAtMs;
  const endMs = startMs + wanted.durationMinutes * 60_000;
  const [before, after] = [policy.bufferBeforeMinutes * 60_000, policy.bufferAfterMinutes * 60_000];
  return [
    { resource: 'doctor', resourceId: doctor.id, startMs: startMs - before, endMs: endMs + after },
    { resource: 'patient', resourceId: patientId, startMs, endMs },
  ];
}
