import type { ConflictAction } from '../../domain/availability/editing/index.js';
import type { ErrorCode } from '../../domain/errors.js';
import type { Tx } from '../actor.js';

/** What becomes of the sessions that a change left outside; `done` counts what needs nothing more. */
export interface LeaveView {
  id: string;
  doctorId: string;
  exceptionId: string | null;
  total: number;
  done: number;
  finishedAt: string | null;
  items: LeaveItemView[];
}

export interface LeaveItemView {
  sessionId: string;
  action: ConflictAction;
  /** The start that was chosen for a MOVE. */
  startsAt: string | null;
  state: 'PENDING' | 'DONE' | 'REFUSED';
  code: ErrorCode | null;
}

/** Null where there is none, or the viewer may not see it. */
export async function readLeave(tx: Tx, leaveId: string): Promise<LeaveView | null> {
  const leave = await tx.leave.findUnique({
    where: { id: leaveId },
    include: {
      items: {
        orderBy: [{ session: { startsAt: 'asc' } }, { id: 'asc' }],
        select: { sessionId: true, action: true, startsAt: true, state: true, code: true },
      },
    },
  });
  if (leave === null) return null;
  const items = leave.items.map(
    ({ startsAt, ...item }) => ({ ...item, startsAt: startsAt?.toISOString() ?? null }) as LeaveItemView,
  );
  return {
    id: leave.id,
    doctorId: leave.doctorId,
    exceptionId: leave.exceptionId,
    total: items.length,
    done: items.filter(({ state }) => state !== 'PENDING').length,
    finishedAt: leave.finishedAt?.toISOString() ?? null,
    items,
  };
}
