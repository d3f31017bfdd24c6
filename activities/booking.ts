import { audienceOf } from '../domain/notifications/audience.js';
import { decisionDueAt } from '../domain/session/plan-timers.js';
import type { BookCommand } from '../prisma/stores/session-commands.js';
import { bookSession, sessionExists } from '../prisma/stores/session-store.js';
import type { BookingRefusal, BookingRequest, SessionInput } from '../workflows/session/contract.js';
import type { Opening, SessionDeps } from './session.js';
import { checkSlot, lostSlot, type SlotCheck, type SlotRefusal, type SlotWish } from './slot-check.js';
import { createTimerSteps } from './timers.js';

type BookInput = Extract<SessionInput, { mode: 'book' }>;

/** The one step that takes a slot: the rules first, for a good message, then the constraints, which are the truth. */
export function createBookingActivity({ db, now }: Pick<SessionDeps, 'db' | 'now'>) {
  const { plan } = createTimerSteps({ now });

  async function book(input: BookInput): Promise<Opening> {
    const { sessionId, request } = input;
    return db.withActor(request.actor, async (tx) => {
      const nowMs = now().getTime();
      const wish = wishOf(input);
      const check = await checkSlot(tx, wish, nowMs);
      if (check === null) return refused(request, { code: 'forbidden' });
      // A repeated attempt finds its own row, whatever the clock says by now.
      if (!check.isFree && !(await sessionExists(tx, sessionId))) return refused(request, bookingRefusal(check));
      const result = await bookSession(tx, commandOf(input, check, nowMs));
      if (result.outcome === 'FORBIDDEN') return refused(request, { code: 'forbidden' });
      if (result.outcome === 'CONFLICT') {
        return refused(request, bookingRefusal(await lostSlot(tx, wish, check, result.conflicts, nowMs)));
      }
      const { snapshot, notificationIds } = result;
      const basis = { createdAt: new Date(nowMs).toISOString(), approvedSince: null, fired: [], policy: check.policy };
      return {
        outcome: { kind: 'BOOKED', bodyHash: request.bodyHash, snapshot },
        step: plan({ state: 'APPLIED', code: null, snapshot, notificationIds, basis }),
      };
    });
  }
  return { book };
}

function wishOf({ sessionId, request }: BookInput): SlotWish {
  const { doctorId, patientId, startsAt, durationMinutes, roomId, telehealth, override = null } = request;
  return {
    sessionId,
    doctorId,
    patientId,
    startsAtMs: Date.parse(startsAt),
    durationMinutes,
    roomId,
    preferredRoomId: null,
    telehealth,
    override,
    isConfirmable: false,
    presentStart: null,
  };
}

function commandOf({ sessionId, request, validUntil }: BookInput, check: SlotCheck, nowMs: number): BookCommand {
  const { wanted, policy } = check;
  const { patientId, visitReason, note, bodyHash } = request;
  const startsAtMs = Date.parse(wanted.startsAt);
  return {
    ...wanted,
    sessionId,
    patientId,
    visitReason,
    note,
    bodyHash,
    decisionDueAt: decisionDueAt({ bookedAtMs: nowMs, startsAtMs, policy }),
    notAfter: validUntil,
    announcements: audienceOf('BOOKED'),
  };
}

function bookingRefusal({ code, refusal }: SlotRefusal): BookingRefusal {
  const { reasons, conflicts, alternatives } = refusal;
  switch (code) {
    case 'slot_taken':
      return { code, conflicts, alternatives };
    case 'slot_not_bookable':
      return { code, reasons, alternatives };
    case 'confirmation_required':
      return { code, reasons, conflicts, alternatives };
  }
}

function refused(request: BookingRequest, refusal: BookingRefusal): Opening {
  return { outcome: { kind: 'REFUSED', bodyHash: request.bodyHash, refusal }, step: null };
}
