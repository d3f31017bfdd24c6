import { DomainError } from '../domain/errors.js';
import { audienceOf, audienceOfChangedMind } from '../domain/notifications/audience.js';
import type { Announcement } from '../domain/notifications/types.js';
import type { Attendance } from '../domain/session/types.js';
import type { Tx } from '../prisma/actor.js';
import type { StoredStep } from '../prisma/stores/session-commands.js';
import { cancelSession, decideSession, replySession } from '../prisma/stores/session-store.js';
import type { CancelMessage, DecideMessage, PatientReplyMessage } from '../workflows/session/contract.js';
import { commandBasis } from './command-basis.js';
import { moveAnnouncements } from './moves.js';
import type { SessionDeps } from './session.js';
import { telehealthUrl } from './telehealth-url.js';

/** What people say about a session at the time that it has. */
export function createDecisionSteps({ telehealthBaseUrl }: Pick<SessionDeps, 'telehealthBaseUrl'>) {
  return {
    decide(tx: Tx, sessionId: string, message: DecideMessage): Promise<StoredStep> {
      const { decisionId, verdict, reason, category, version, bodyHash } = message;
      if (verdict === 'WITHDRAW') throw new DomainError('invalid_transition', 'Only a move can be withdrawn.');
      return decideSession(tx, {
        decisionId,
        sessionId,
        verdict,
        reason,
        category,
        version,
        bodyHash,
        telehealthUrl: telehealthUrl(telehealthBaseUrl),
        announcements: { APPROVE: audienceOf('APPROVED'), REJECT: audienceOf('REJECTED') },
      });
    },

    /** `before` is what the patient had said. */
    reply: (tx: Tx, sessionId: string, message: PatientReplyMessage, before: Attendance): Promise<StoredStep> =>
      replySession(tx, {
        decisionId: message.decisionId,
        sessionId,
        promptId: message.promptId,
        intent: message.intent,
        announcements: audienceOfAnswer(message.intent, before),
        lateAnnouncements: audienceOf('LATE_ANSWER'),
        onMove: { telehealthUrl: telehealthUrl(telehealthBaseUrl), announcements: moveAnnouncements() },
      }),

    cancel: (tx: Tx, sessionId: string, message: CancelMessage): Promise<StoredStep> =>
      cancelSession(tx, {
        ...commandBasis(sessionId, message),
        reason: message.reason,
        announcements: audienceOf('CANCELLED'),
      }),
  };
}

function audienceOfAnswer(intent: PatientReplyMessage['intent'], before: Attendance): Announcement[] {
  if (intent === 'CONFIRM' && before === 'DECLINED') return audienceOfChangedMind();
  return audienceOf(ANSWERED[intent]);
}

const ANSWERED = { CONFIRM: 'CONFIRMED', DECLINE: 'DECLINED', CHANGE: 'CHANGE_REQUESTED' } as const;
