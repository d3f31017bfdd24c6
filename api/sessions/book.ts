import { DomainError } from '../../domain/errors.js';
import { randomSessionId, sessionIdFor } from '../../domain/session/session-id.js';
import type { Tx } from '../../prisma/actor.js';
import { readBookingParties } from '../../prisma/views/booking-parties.js';
import type { BookingOutcome, BookingRequest } from '../../workflows/session/contract.js';
import type { RequestOf, ResponseOf } from '../contract/operation.js';
import type { bookSession } from '../contract/sessions.js';
import type { ApiContext } from '../context.js';
import { unknownId } from '../http/absent.js';
import { claim, remember, rememberingRefusals, type Wish } from '../http/idempotency.js';
import type { PersonActor } from '../http/principal.js';
import { demandMayOverride, overrideOf } from './override.js';
import { presentSession } from './present.js';
import { shownRefusal, timeRefusal } from './time-refusal.js';

type Booking = RequestOf<typeof bookSession>['body'];
type Booked = ResponseOf<typeof bookSession>;

/** Checks who asks for what, and lets the session's workflow book it. The same key names the same session. */
export async function book(context: ApiContext, wish: Wish, booking: Booking): Promise<Booked> {
  const { actor, key } = wish;
  return rememberingRefusals(context, wish, async () => {
    const before = await context.db.withActor(actor, async (tx) => {
      await demandKnown(tx, actor, booking);
      return claim<typeof bookSession>(tx, wish, context.now());
    });
    if (before !== null) return before;
    const sessionId = key === null ? randomSessionId() : sessionIdFor(actor.id, key);
    const outcome = await context.sessions.book(sessionId, requestOf(actor, booking, wish.bodyHash));
    await demandBooked(context, wish, outcome);
    return context.db.withActor(actor, async (tx) =>
      remember<typeof bookSession>(tx, wish, {
        status: 201,
        body: await presentSession(tx, actor, sessionId, context.now()),
      }),
    );
  });
}

/** An unknown id is refused before anything is started; a patient whom the caller may not see counts as foreign. */
async function demandKnown(tx: Tx, actor: PersonActor, booking: Booking): Promise<void> {
  const { id, role } = actor;
  demandMayOverride(actor, booking.override);
  const { doctorId, patientId, roomId = null } = booking;
  const parties = await readBookingParties(tx, { doctorId, patientId, roomId });
  if (!parties.patientKnown) throw unknownId('patient', role, '/patientId');
  if (parties.doctorUserId === null) throw unknownId('doctor', role, '/doctorId');
  if (!parties.roomKnown) throw unknownId('room', role, '/roomId');
  if (role === 'DOCTOR' && parties.doctorUserId !== id) throw mayNotBook();
  if (role === 'PATIENT' && !parties.patientSelfBooking) throw mayNotBook();
}

function mayNotBook(): DomainError {
  return new DomainError('forbidden', 'You may not book this.');
}

function requestOf(actor: PersonActor, booking: Booking, bodyHash: string): BookingRequest {
  return {
    actor,
    doctorId: booking.doctorId,
    patientId: booking.patientId,
    startsAt: booking.startsAt,
    durationMinutes: booking.durationMinutes ?? null,
    roomId: booking.roomId ?? null,
    telehealth: booking.telehealth ?? false,
    visitReason: booking.visitReason ?? null,
    note: booking.note ?? null,
    override: overrideOf(booking.override),
    bodyHash,
  };
}

async function demandBooked(context: ApiContext, { actor, bodyHash }: Wish, outcome: BookingOutcome): Promise<void> {
  if (outcome.bodyHash !== bodyHash) {
    throw new DomainError('idempotency_conflict', 'This Idempotency-Key was used for another request.');
  }
  if (outcome.kind === 'BOOKED') return;
  const { refusal } = outcome;
  if (refusal.code === 'forbidden') throw mayNotBook();
  throw timeRefusal(refusal.code, await context.db.withActor(actor, (tx) => shownRefusal(tx, actor, refusal)));
}
