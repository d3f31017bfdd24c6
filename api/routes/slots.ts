import {
  evaluateSlot,
  evaluationWindow,
  listSlots as freeSlots,
  listWindow,
  slotReason,
  type MsWindow,
} from '../../domain/availability/index.js';
import type { SchedulingInput, SlotReason, SlotRequest, SlotRule } from '../../domain/availability/types.js';
import type { Role } from '../../domain/actor.js';
import type { Tx } from '../../prisma/actor.js';
import { loadAlternatives, loadScheduling } from '../../prisma/stores/scheduling-store.js';
import { readPatient } from '../../prisma/views/patient-view.js';
import { readRoom } from '../../prisma/views/room-view.js';
import { sessionExists } from '../../prisma/stores/session-store.js';
import type { RequestOf } from '../contract/operation.js';
import { explainSlot, listSlots, MAX_SLOT_DAYS } from '../contract/slots.js';
import type { ApiContext } from '../context.js';
import { unknownId } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { invalidField } from '../http/problem.js';
import { sliceOf } from '../http/slice.js';
import type { PersonActor } from '../http/principal.js';

const DAY_MS = 86_400_000;
type Wish = Pick<
  RequestOf<typeof explainSlot>['query'],
  'doctorId' | 'roomId' | 'telehealth' | 'patientId' | 'sessionId' | 'durationMinutes'
>;

/** Free slots, and why one is not free. The engine is the one that booking uses. */
export function slotRoutes({ db, now }: ApiContext): Endpoint[] {
  return [
    implement(listSlots, async ({ query, principal: { actor } }) => {
      demandRange(query);
      const { from, to, cursor, limit } = query;
      const input = await db.withActor(actor, (tx) => loadFor(tx, actor, query, listWindow(query)));
      const slots = freeSlots(input, { from, to, nowMs: now().getTime(), ...wishOf(query, input) });
      return reply(
        200,
        sliceOf(slots, ({ startsAt }) => startsAt, { limit, cursor }),
      );
    }),
    implement(explainSlot, async ({ query, principal: { actor } }) => {
      const nowMs = now().getTime();
      const startsAtMs = Date.parse(query.startsAt);
      return db.withActor(actor, async (tx) => {
        const input = await loadFor(tx, actor, query, evaluationWindow(startsAtMs));
        const { doctorId } = query;
        const wanted = { startsAtMs, ...wishOf(query, input) };
        const { bookable, reasons } = evaluateSlot(input, wanted, nowMs);
        const around = { doctorId, wanted, nowMs, ignoreSessionId: query.sessionId ?? null };
        const alternatives = bookable ? [] : await loadAlternatives(tx, around);
        return reply(200, { bookable, reasons: maskedFor(actor.role, reasons, input), alternatives });
      });
    }),
  ];
}

function demandRange({ from, to }: { from: string; to: string }): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days < 1) throw invalidField('/to', 'must be later than from');
  if (days > MAX_SLOT_DAYS) throw invalidField('/to', `must be at most ${MAX_SLOT_DAYS} days after from`);
}

async function loadFor(tx: Tx, actor: PersonActor, wish: Wish, window: MsWindow): Promise<SchedulingInput> {
  const { doctorId } = wish;
  const [patientId, roomId, sessionId] = [wish.patientId ?? null, wish.roomId ?? null, wish.sessionId ?? null];
  const { role } = actor;
  if (wish.telehealth && roomId !== null) throw invalidField('/roomId', 'must be left out for telehealth');
  if (patientId !== null && (await readPatient(tx, patientId)) === null) throw unknownId('patient', role, '/patientId');
  if (roomId !== null && (await readRoom(tx, roomId)) === null) throw unknownId('room', role, '/roomId');
  if (sessionId !== null && !(await sessionExists(tx, sessionId))) throw unknownId('session', role, '/sessionId');
  const input = await loadScheduling(tx, { doctorId, patientId, roomId: null, ignoreSessionId: sessionId, ...window });
  if (input === null) throw unknownId('doctor', role, '/doctorId');
  return input;
}

function wishOf(wish: Wish, { policy }: SchedulingInput): Omit<SlotRequest, 'startsAtMs'> {
  return {
    durationMinutes: wish.durationMinutes ?? policy.defaultDurationMinutes,
    roomId: wish.roomId ?? null,
    patientId: wish.patientId ?? null,
    telehealth: wish.telehealth ?? false,
  };
}

/** To a patient, what the doctor does with time that is not free is all the same. */
const MASKED: Partial<Record<SlotRule, SlotRule>> = { buffer: 'doctor_busy', room_busy: 'no_room' };

function maskedFor(role: Role, reasons: SlotReason[], { policy }: SchedulingInput): SlotReason[] {
  if (role !== 'PATIENT') return reasons;
  const rules = new Set(reasons.map(({ rule }) => MASKED[rule] ?? rule));
  return [...rules].map((rule) => slotReason(rule, policy));
}
