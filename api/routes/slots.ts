import { evaluateSlot, evaluationWindow, listSlots as freeSlots, listWindow } from '../../domain/availability/index.js';
import { loadAlternatives } from '../../prisma/stores/scheduling-store.js';
import { explainSlot, listSlots, MAX_SLOT_DAYS } from '../contract/slots.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { invalidField } from '../http/problem.js';
import { sliceOf } from '../http/slice.js';
import { maskedReasons } from '../sessions/masked-reasons.js';
import { loadWish } from '../slots/wish.js';

const DAY_MS = 86_400_000;

/** Free slots, and why one is not free. The engine is the one that booking and moving use. */
export function slotRoutes({ db, now }: ApiContext): Endpoint[] {
  return [
    implement(listSlots, async ({ query, principal: { actor } }) => {
      demandRange(query);
      const { from, to, cursor, limit } = query;
      const { input, request } = await db.withActor(actor, (tx) => loadWish(tx, actor, query, listWindow(query)));
      const slots = freeSlots(input, { from, to, nowMs: now().getTime(), ...request });
      return reply(
        200,
        sliceOf(slots, ({ startsAt }) => startsAt, { limit, cursor }),
      );
    }),
    implement(explainSlot, async ({ query, principal: { actor } }) => {
      const nowMs = now().getTime();
      const startsAtMs = Date.parse(query.startsAt);
      return db.withActor(actor, async (tx) => {
        const { input, request } = await loadWish(tx, actor, query, evaluationWindow(startsAtMs));
        const wanted = { startsAtMs, ...request };
        const { bookable, reasons } = evaluateSlot(input, wanted, nowMs);
        const around = { doctorId: query.doctorId, wanted, nowMs, ignoreSessionId: query.sessionId ?? null };
        const alternatives = bookable ? [] : await loadAlternatives(tx, around);
        return reply(200, { bookable, reasons: maskedReasons(actor.role, reasons, input.policy), alternatives });
      });
    }),
  ];
}

function demandRange({ from, to }: { from: string; to: string }): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days < 1) throw invalidField('/to', 'must be later than from');
  if (days > MAX_SLOT_DAYS) throw invalidField('/to', `must be at most ${MAX_SLOT_DAYS} days after from`);
}
