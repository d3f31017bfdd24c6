import type { SettledChoice } from '../../domain/availability/editing/index.js';
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
  items: (SettledChoice & { state: 'PENDING' | 'DONE' | 'REFUSED'; code: ErrorCode | null })[];
}

/** Null where there is none, or the viewer may not see it. */
export async function readLeave(tx: Tx, leaveId: string): Promise<LeaveView | null> {
  const leave = await tx.leave.findUnique({
    where: { id: leaveId },
    include: {
      items: {
        orderBy: [{ session: { startsAt: 'asc' } }, { id: 'asc' }],
        select: { sessionId: true, action: true, state: true, code: true },
      },
    },
  });
  if (leave === null) return null;
  const items = leave.items as LeaveView['items'];
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
