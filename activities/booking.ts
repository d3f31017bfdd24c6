import { evaluateSlot, evaluationWindow, type MsWindow } from '../domain/availability/index.js';
import type { SchedulingInput, Slot, SlotRequest, SlotRule, SlotVerdict } from '../domain/availability/types.js';
import { audienceOf } from '../domain/notifications/audience.js';
import { decisionDueAt, planTimers } from '../domain/session/plan-timers.js';
import type { Resource } from '../domain/session/types.js';
import type { Tx } from '../prisma/actor.js';
import { loadAlternatives, loadSchedulingToBook } from '../prisma/stores/scheduling-store.js';
import { bookSession, sessionExists } from '../prisma/stores/session-store.js';
import type { BookingRefusal, BookingRequest, SessionInput } from '../workflows/session/contract.js';
import type { Opening, SessionDeps } from './session.js';

type BookInput = Extract<SessionInput, { mode: 'book' }>;

/** Rules that say "somebody else was first" rather than "not at such a time". */
const TAKEN: Partial<Record<SlotRule, Resource>> = {
  doctor_busy: 'doctor',
  room_busy: 'room',
  no_room: 'room',
  patient_busy: 'patient',
};

/** The one step that takes a slot: the rules first, for a good message, then the constraints, which are the truth. */
export function createBookingActivity({ db, now }: Pick<SessionDeps, 'db' | 'now'>) {
  async function book({ sessionId, request, validUntil }: BookInput): Promise<Opening> {
    return db.withActor(request.actor, async (tx) => {
      const nowMs = now().getTime();
      const scheduling = await load(tx, sessionId, request, evaluationWindow(Date.parse(request.startsAt)));
      if (scheduling === null) return refused(request, { code: 'forbidden' });
      const wanted = slotRequest(request, scheduling);
      const verdict = evaluateSlot(scheduling, wanted, nowMs);
      // A repeated attempt finds its own row, whatever the clock says by now.
      if (!verdict.bookable && !(await sessionExists(tx, sessionId))) {
        return refused(request, refusalOf(verdict, await alternativesTo(tx, request, wanted, nowMs)));
      }
      const result = await bookSession(tx, {
        sessionId,
        doctorId: request.doctorId,
        patientId: request.patientId,
        startsAt: new Date(wanted.startsAtMs).toISOString(),
        endsAt: new Date(wanted.startsAtMs + wanted.durationMinutes * 60_000).toISOString(),
        roomIds: verdict.freeRoomIds,
        telehealth: request.telehealth,
        visitReason: request.visitReason,
        note: request.note,
        bodyHash: request.bodyHash,
        bufferBeforeMinutes: scheduling.policy.bufferBeforeMinutes,
        bufferAfterMinutes: scheduling.policy.bufferAfterMinutes,
        decisionDueAt: decisionDueAt({ bookedAtMs: nowMs, startsAtMs: wanted.startsAtMs, policy: scheduling.policy }),
        notAfter: validUntil,
        announcements: audienceOf('BOOKED'),
      });
      if (result.outcome === 'FORBIDDEN') return refused(request, { code: 'forbidden' });
      if (result.outcome === 'CONFLICT') {
        const alternatives = await alternativesTo(tx, request, wanted, nowMs);
        return refused(request, { code: 'slot_taken', conflicts: result.conflicts, alternatives });
      }
      const { snapshot, notificationIds } = result;
      const timers = planTimers(snapshot);
      return {
        outcome: { kind: 'BOOKED', bodyHash: request.bodyHash, snapshot },
        step: { state: 'APPLIED', code: null, snapshot, notificationIds, timers },
      };
    });
  }
  return { book };
}

/** All rooms, also where one is named: the engine looks at the named one, and the alternatives may lie in another. */
function load(tx: Tx, sessionId: string, request: BookingRequest, window: MsWindow): Promise<SchedulingInput | null> {
  const { doctorId, patientId } = request;
  return loadSchedulingToBook(tx, { doctorId, patientId, roomId: null, ...window, ignoreSessionId: sessionId });
}

function alternativesTo(tx: Tx, { doctorId }: BookingRequest, wanted: SlotRequest, nowMs: number): Promise<Slot[]> {
  return loadAlternatives(tx, { doctorId, wanted, nowMs, ignoreSessionId: null });
}

function slotRequest(request: BookingRequest, scheduling: SchedulingInput): SlotRequest {
  return {
    startsAtMs: Date.parse(request.startsAt),
    durationMinutes: request.durationMinutes ?? scheduling.policy.defaultDurationMinutes,
    roomId: request.roomId,
    patientId: request.patientId,
    telehealth: request.telehealth,
  };
}

function refusalOf(verdict: SlotVerdict, alternatives: Slot[]): BookingRefusal {
  const conflicts = verdict.reasons.map(({ rule }) => TAKEN[rule]);
  const taken = conflicts.filter((resource) => resource !== undefined);
  if (taken.length === conflicts.length) return { code: 'slot_taken', conflicts: [...new Set(taken)], alternatives };
  return { code: 'slot_not_bookable', reasons: verdict.reasons, alternatives };
}

function refused(request: BookingRequest, refusal: BookingRefusal): Opening {
  return { outcome: { kind: 'REFUSED', bodyHash: request.bodyHash, refusal }, step: null };
}
