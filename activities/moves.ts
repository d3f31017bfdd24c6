import { audienceOf, audienceOfProposal } from '../domain/notifications/audience.js';
import { decisionDueAt, moveDueAt } from '../domain/session/plan-timers.js';
import { holdsSlot } from '../domain/session/types.js';
import type { Tx } from '../prisma/actor.js';
import type { MovableSession, RefuseCommand, StoredStep } from '../prisma/stores/session-commands.js';
import { decideMove, movableSession, proposeMove, refuseStep } from '../prisma/stores/session-moves-store.js';
import type { DecideMessage, MoveMessage } from '../workflows/session/contract.js';
import { commandBasis } from './command-basis.js';
import { wishFor } from './session-wish.js';
import type { SessionDeps } from './session.js';
import { telehealthUrl } from './telehealth-url.js';
import { takeWanted } from './wanted-slot.js';

/** Other times for sessions: proposed or taken at once, and decided. */
export function createMoveSteps({ now, telehealthBaseUrl }: Pick<SessionDeps, 'now' | 'telehealthBaseUrl'>) {
  return {
    /** Whether it is proposed or done at once is the database's word. */
    async move(tx: Tx, sessionId: string, message: MoveMessage): Promise<StoredStep> {
      const basis = commandBasis(sessionId, message);
      const nowMs = now().getTime();
      const command = { ...basis, kind: 'MOVE' as const };
      const session = await movableSession(tx, sessionId);
      const fault = faultOf(session, message, nowMs);
      if (session === null || fault !== null)
        return refuseStep(tx, { ...command, code: fault ?? 'forbidden', refusal: null });
      const { startsAt, roomId, doctorId, override, reason } = message;
      const changes = { startsAt, roomId, doctorId: doctorId ?? session.snapshot.doctorId };
      const wish = wishFor(session, changes, { override, isConfirmable: false });
      return takeWanted(tx, {
        wish,
        nowMs,
        command,
        take: (wanted, policy) => {
          const newStartsAtMs = wish.startsAtMs;
          const startsAtMs = Date.parse(session.snapshot.startsAt);
          return proposeMove(tx, {
            ...basis,
            wanted,
            reason,
            decisionDueAt: decisionDueAt({ bookedAtMs: nowMs, startsAtMs: newStartsAtMs, policy }),
            moveDueAt: moveDueAt({ proposedAtMs: nowMs, startsAtMs, newStartsAtMs, policy }),
            announcements: {
              MOVED: audienceOf('MOVED'),
              AWAITS_DOCTOR: audienceOfProposal('DOCTOR'),
              AWAITS_PATIENT: audienceOfProposal('PATIENT'),
            },
          });
        },
      });
    },

    /** The word of whoever the open move waits for, or of its proposer. */
    decide: (tx: Tx, sessionId: string, message: DecideMessage): Promise<StoredStep> =>
      decideMove(tx, {
        decisionId: message.decisionId,
        sessionId,
        verdict: message.verdict,
        reason: message.reason,
        version: message.version,
        bodyHash: message.bodyHash,
        notAfter: null,
        telehealthUrl: telehealthUrl(telehealthBaseUrl),
        announcements: moveAnnouncements(),
      }),
  };
}

/** Who hears what became of a proposed time. */
export function moveAnnouncements() {
  return {
    APPROVE: audienceOf('MOVED'),
    REJECT: audienceOf('MOVE_REJECTED'),
    WITHDRAW: audienceOf('MOVE_WITHDRAWN'),
  };
}

/** What makes looking at the wanted time pointless: a session that cannot be moved has no alternatives. */
function faultOf(
  session: MovableSession | null,
  { version }: MoveMessage,
  nowMs: number,
): RefuseCommand['code'] | null {
  if (session === null) return 'forbidden';
  const { snapshot } = session;
  const isOver = !holdsSlot(snapshot.status) || Date.parse(snapshot.startsAt) <= nowMs;
  if (isOver || snapshot.move !== null) return 'invalid_transition';
  return version !== null && version !== snapshot.version ? 'stale_version' : null;
}
