import { systemActor, type ActorRole } from '../domain/actor.js';
import { slotsApart } from '../domain/availability/index.js';
import type { MessageContext } from '../domain/notifications/catalogue/index.js';
import type { Database } from '../prisma/actor.js';
import type { DeliveryContext } from '../prisma/stores/delivery-store.js';
import { loadAlternatives } from '../prisma/stores/scheduling-store.js';
import { placeOf } from './card-view.js';

export interface MessageContextDeps {
  db: Database;
  now: () => Date;
}

/** Of so many nearest free slots those are offered that are real choices. */
const SEARCHED = 40;
const OFFERED = 3;
/** Messages that end a request offer other times. */
const OFFERS_TIMES: ReadonlySet<string> = new Set(['REJECTED', 'EXPIRED']);

/** Turns a row and its session into what the catalogue needs to write a message to the patient. */
export function createMessageContext(deps: MessageContextDeps) {
  async function alternativesTo(context: DeliveryContext): Promise<string[]> {
    const { notification, session, doctor, patient } = context;
    if (session === null || doctor === null || !OFFERS_TIMES.has(notification.kind)) return [];
    const startsAtMs = Date.parse(session.startsAt);
    const wanted = {
      startsAtMs,
      durationMinutes: (Date.parse(session.endsAt) - startsAtMs) / 60_000,
      roomId: null,
      patientId: patient?.id ?? null,
      telehealth: session.telehealth,
    };
    const slots = await deps.db.withActor(systemActor(`notification/${notification.id}`), (tx) =>
      loadAlternatives(tx, {
        doctorId: doctor.id,
        wanted,
        nowMs: deps.now().getTime(),
        ignoreSessionId: null,
        count: SEARCHED,
      }),
    );
    return slotsApart(slots, session, OFFERED).map((slot) => slot.startsAt);
  }

  return async (context: DeliveryContext): Promise<MessageContext> => {
    const { notification, session, clinic, patient, doctor, room } = context;
    return {
      kind: notification.kind,
      language: patient?.language ?? 'en',
      clinicName: clinic.name,
      timeZone: clinic.timeZone,
      code: session?.code ?? null,
      status: session?.status ?? null,
      patientName: patient?.fullName ?? null,
      doctorName: doctor?.fullName ?? null,
      startsAt: session?.startsAt ?? null,
      endsAt: session?.endsAt ?? null,
      place: placeOf(room),
      telehealthUrl: session?.telehealthUrl ?? null,
      reasonCategory: session?.reasonCategory ?? null,
      alternatives: await alternativesTo(context),
      firstMessage: context.firstSms,
      cancelledBy: session === null ? null : calledOffBy(session.cancelledByRole),
    };
  };
}

/** A timer never cancels, so without a name there is nothing to say. */
function calledOffBy(role: ActorRole | null): MessageContext['cancelledBy'] {
  if (role === null || role === 'SYSTEM' || role === 'ANONYMOUS') return null;
  return role === 'PATIENT' ? 'PATIENT' : 'CLINIC';
}
