import { systemActor, type ActorRole } from '../domain/actor.js';
import { slotsApart } from '../domain/availability/index.js';
import { DomainError } from '../domain/errors.js';
import type { MessageContext, Proposal, RemindedOf } from '../domain/notifications/catalogue/index.js';
import { isForPatient } from '../domain/notifications/types.js';
import type { Database } from '../prisma/actor.js';
import type { DeliveryContext, RemindedSession } from '../prisma/stores/delivery-store.js';
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
    const { notification, session, clinic, patient } = context;
    if (!isForPatient(notification.kind)) throw new DomainError('invalid_transition', 'Patients are not told of this.');
    return {
      kind: notification.kind,
      language: patient?.language ?? 'en',
      clinicName: clinic.name,
      timeZone: clinic.timeZone,
      status: session?.status ?? null,
      patientName: patient?.fullName ?? null,
      ...subjectOf(context),
      reasonCategory: session?.reasonCategory ?? null,
      alternatives: await alternativesTo(context),
      firstMessage: context.firstSms,
      cancelledBy: session === null ? null : calledOffBy(session.cancelledByRole),
      previousStartsAt: previousStart(context),
      proposal: proposalOf(context),
      sessions: context.together.map(remindedOf),
      words: notification.kind === 'STAFF_REPLY' ? notification.body : null,
    };
  };
}

type Subject = Pick<MessageContext, 'code' | 'doctorName' | 'startsAt' | 'endsAt' | 'place' | 'telehealthUrl'>;

/** The session that is told of: of a reminder the one that is left, which may be another one than it was written for. */
function subjectOf({ session, doctor, room, together }: DeliveryContext): Subject {
  const [only] = together;
  if (only !== undefined) return remindedOf(only);
  return {
    code: session?.code ?? null,
    doctorName: doctor?.fullName ?? null,
    startsAt: session?.startsAt ?? null,
    endsAt: session?.endsAt ?? null,
    place: placeOf(room),
    telehealthUrl: session?.telehealthUrl ?? null,
  };
}

function remindedOf({ code, startsAt, endsAt, doctorName, room, telehealthUrl }: RemindedSession): RemindedOf {
  return { code, startsAt, endsAt, doctorName, place: placeOf(room), telehealthUrl };
}

function previousStart({ notification, change }: DeliveryContext): string | null {
  if (notification.kind !== 'MOVED' || change === null) return null;
  return change.previousStartsAt === change.startsAt ? null : change.previousStartsAt;
}

/** Another time as long as it is a proposal, or what is known of it afterwards. */
function proposalOf({ notification, doctor, change, move }: DeliveryContext): Proposal | null {
  switch (notification.kind) {
    case 'MOVE_PROPOSED': {
      if (move === null) return null;
      const { startsAt, endsAt, dueAt, awaiting } = move;
      return { startsAt, endsAt, dueAt, awaiting, doctorName: move.doctorId === doctor?.id ? null : move.doctorName };
    }
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN': {
      const { proposedStartsAt = null, awaiting = null } = change ?? {};
      if (proposedStartsAt === null || awaiting === null) return null;
      return { startsAt: proposedStartsAt, endsAt: null, doctorName: null, dueAt: null, awaiting };
    }
    default:
      return null;
  }
}

/** A timer never cancels, so without a name there is nothing to say. */
function calledOffBy(role: ActorRole | null): MessageContext['cancelledBy'] {
  if (role === null || role === 'SYSTEM' || role === 'ANONYMOUS') return null;
  return role === 'PATIENT' ? 'PATIENT' : 'CLINIC';
}
