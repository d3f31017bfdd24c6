import { audienceOf } from '../domain/notifications/audience.js';
import { decisionDueAt } from '../domain/session/plan-timers.js';
import { holdsSlot } from '../domain/session/types.js';
import type { Tx } from '../prisma/actor.js';
import type { AmendCommand, MovableSession, StoredStep } from '../prisma/stores/session-commands.js';
import {
  amendSession,
  closeSession,
  deleteSession,
  reopenSession,
} from '../prisma/stores/session-corrections-store.js';
import { movableSession, refuseStep } from '../prisma/stores/session-moves-store.js';
import type { CloseMessage, CorrectMessage, SessionChanges } from '../workflows/session/contract.js';
import { commandBasis } from './command-basis.js';
import { wishFor } from './session-wish.js';
import type { SessionDeps } from './session.js';
import { telehealthUrl } from './telehealth-url.js';
import { takeWanted } from './wanted-slot.js';

type Of<K extends CorrectMessage['kind']> = Extract<CorrectMessage, { kind: K }>;

/** How sessions ended, and what an admin corrects past the normal rules. */
export function createCorrectionSteps({ now, telehealthBaseUrl }: Pick<SessionDeps, 'now' | 'telehealthBaseUrl'>) {
  async function amend(tx: Tx, session: MovableSession, message: Of<'AMEND'>): Promise<StoredStep> {
    const { changes, reason, override } = message;
    const { sessionId } = session.snapshot;
    const basis = commandBasis(sessionId, message);
    const nowMs = now().getTime();
    const { visitReason, note, status = null } = changes;
    const amended: AmendCommand = {
      ...basis,
      reason,
      wanted: null,
      status,
      texts: { ...(visitReason === undefined ? {} : { visitReason }), ...(note === undefined ? {} : { note }) },
      decisionDueAt: null,
      telehealthUrl: telehealthUrl(telehealthBaseUrl),
      announcements: {
        MOVED: audienceOf('MOVED'),
        APPROVED: audienceOf('APPROVED'),
        REJECTED: audienceOf('REJECTED'),
        CANCELLED: audienceOf('CANCELLED'),
      },
    };
    if (!takesTime(session, changes)) return amendSession(tx, amended);
    // A session that takes its time again may do so in another room.
    const time = isOtherTime(changes) ? changes : { roomId: null };
    const wish = wishFor(session, time, { override, isConfirmable: true });
    return takeWanted(tx, {
      wish,
      nowMs,
      command: { ...basis, kind: 'AMEND' },
      take: (wanted, policy) => {
        const due = decisionDueAt({ bookedAtMs: nowMs, startsAtMs: wish.startsAtMs, policy });
        return amendSession(tx, { ...amended, wanted, decisionDueAt: due });
      },
    });
  }

  async function reopen(tx: Tx, session: MovableSession, message: Of<'REOPEN'>): Promise<StoredStep> {
    const { snapshot } = session;
    const basis = commandBasis(snapshot.sessionId, message);
    const command = { ...basis, kind: 'REOPEN' as const };
    const nowMs = now().getTime();
    if (holdsSlot(snapshot.status) || Date.parse(snapshot.endsAt) <= nowMs) {
      return refuseStep(tx, { ...command, code: 'invalid_transition', refusal: null });
    }
    const wish = wishFor(session, { roomId: null }, { override: message.override, isConfirmable: true });
    return takeWanted(tx, {
      wish,
      nowMs,
      command,
      take: (wanted, policy) =>
        reopenSession(tx, {
          ...basis,
          reason: message.reason,
          wanted,
          decisionDueAt: decisionDueAt({ bookedAtMs: nowMs, startsAtMs: wish.startsAtMs, policy }),
          announcements: audienceOf('REOPENED'),
        }),
    });
  }

  return {
    close: (tx: Tx, sessionId: string, message: CloseMessage): Promise<StoredStep> =>
      closeSession(tx, { ...commandBasis(sessionId, message), verdict: message.verdict }),

    async correct(tx: Tx, sessionId: string, message: CorrectMessage): Promise<StoredStep> {
      const basis = commandBasis(sessionId, message);
      if (message.kind === 'DELETE') {
        return deleteSession(tx, { ...basis, reason: message.reason, announcements: audienceOf('CANCELLED') });
      }
      const session = await movableSession(tx, sessionId);
      if (session === null) return refuseStep(tx, { ...basis, kind: message.kind, code: 'forbidden', refusal: null });
      return message.kind === 'AMEND' ? amend(tx, session, message) : reopen(tx, session, message);
    },
  };
}

/** Whether rules and other sessions have a say: only over a time that is held afterwards and was not held before. */
function takesTime({ snapshot }: MovableSession, changes: SessionChanges): boolean {
  const { status = snapshot.status } = changes;
  return holdsSlot(status) && (isOtherTime(changes) || !holdsSlot(snapshot.status));
}

function isOtherTime({ startsAt, durationMinutes, doctorId, roomId, telehealth }: SessionChanges): boolean {
  return [startsAt, durationMinutes, doctorId, roomId, telehealth].some((change) => change !== undefined);
}
