import { randomBytes } from 'node:crypto';
import type { Actor } from '../domain/actor.js';
import { systemActor } from '../domain/actor.js';
import { audienceOf, audienceOfChangedMind } from '../domain/notifications/audience.js';
import type { Announcement } from '../domain/notifications/types.js';
import { planTimers, type PlannedTimer } from '../domain/session/plan-timers.js';
import type { Attendance, StepResult } from '../domain/session/types.js';
import type { Database, Tx } from '../prisma/actor.js';
import {
  cancelSession,
  completeSession,
  decideSession,
  expireSession,
  replySession,
  sessionSnapshot,
} from '../prisma/stores/session-store.js';
import type {
  BookingOutcome,
  CancelMessage,
  DecideMessage,
  PatientReplyMessage,
} from '../workflows/session/contract.js';

export interface SessionDeps {
  db: Database;
  now: () => Date;
  /** Where telehealth sessions take place; the last part of a link cannot be guessed. */
  telehealthBaseUrl: string;
}

/** What one applied (or refused) message or timer came to, and what the workflow waits for next. */
export interface SessionStep extends StepResult {
  timers: PlannedTimer[];
}

/** How a session's workflow begins; `step` is null when the booking was refused. */
export interface Opening {
  outcome: BookingOutcome;
  step: SessionStep | null;
}

/** The database steps of `workflows/session`: one transaction each, as the person who asked. */
export function createSessionActivities(deps: SessionDeps) {
  const { db } = deps;
  const as = <T>(actor: Actor, fn: (tx: Tx) => Promise<T>): Promise<T> => db.withActor(actor, fn);
  const asSystem = <T>(sessionId: string, fn: (tx: Tx) => Promise<T>): Promise<T> =>
    as(systemActor(`session/${sessionId}`), fn);

  const withTimers = (result: StepResult): SessionStep => ({ ...result, timers: planTimers(result.snapshot) });

  return {
    /** The session's row as a beginning; null when there is none. */
    loadSession: (sessionId: string): Promise<Opening | null> =>
      asSystem(sessionId, async (tx) => {
        const row = await sessionSnapshot(tx, sessionId);
        if (row === null) return null;
        const { snapshot, notificationIds } = row;
        const step = withTimers({ state: 'APPLIED', code: null, snapshot, notificationIds });
        return { outcome: { kind: 'BOOKED', bodyHash: row.bodyHash, snapshot }, step };
      }),

    applyDecision: ({ sessionId, message }: { sessionId: string; message: DecideMessage }): Promise<SessionStep> =>
      as(message.actor, async (tx) =>
        withTimers(
          await decideSession(tx, {
            decisionId: message.decisionId,
            sessionId,
            verdict: message.verdict,
            reason: message.reason,
            category: message.category,
            version: message.version,
            bodyHash: message.bodyHash,
            telehealthUrl: `${deps.telehealthBaseUrl}/${randomBytes(TELEHEALTH_TOKEN_BYTES).toString('base64url')}`,
            announcements: { APPROVE: audienceOf('APPROVED'), REJECT: audienceOf('REJECTED') },
          }),
        ),
      ),

    /** `attendance` is what the patient had said before. */
    applyReply: ({ sessionId, message, attendance }: ReplyInput): Promise<SessionStep> =>
      as(message.actor, async (tx) =>
        withTimers(
          await replySession(tx, {
            decisionId: message.decisionId,
            sessionId,
            promptId: message.promptId,
            intent: message.intent,
            announcements: audienceOfAnswer(message.intent, attendance),
            lateAnnouncements: audienceOf('LATE_ANSWER'),
          }),
        ),
      ),

    applyCancel: ({ sessionId, message }: { sessionId: string; message: CancelMessage }): Promise<SessionStep> =>
      as(message.actor, async (tx) =>
        withTimers(
          await cancelSession(tx, {
            decisionId: message.decisionId,
            sessionId,
            reason: message.reason,
            version: message.version,
            bodyHash: message.bodyHash,
            notAfter: message.validUntil,
            announcements: audienceOf('CANCELLED'),
          }),
        ),
      ),

    /** A timer that came due. The database decides whether it still means something. */
    applyTimer: ({ sessionId, timer }: { sessionId: string; timer: PlannedTimer }): Promise<SessionStep> =>
      asSystem(sessionId, async (tx) => {
        const at = { sessionId, now: timer.at };
        switch (timer.kind) {
          case 'EXPIRE':
            return withTimers(await expireSession(tx, { ...at, announcements: audienceOf('EXPIRED') }));
          case 'COMPLETE':
            return withTimers(await completeSession(tx, at));
        }
      }),
  };
}

/** Short enough for a text message, too many to try. */
const TELEHEALTH_TOKEN_BYTES = 9;

interface ReplyInput {
  sessionId: string;
  message: PatientReplyMessage;
  attendance: Attendance;
}

function audienceOfAnswer(intent: PatientReplyMessage['intent'], before: Attendance): Announcement[] {
  if (intent === 'CONFIRM' && before === 'DECLINED') return audienceOfChangedMind();
  return audienceOf(ANSWERED[intent]);
}

const ANSWERED = { CONFIRM: 'CONFIRMED', DECLINE: 'DECLINED', CHANGE: 'CHANGE_REQUESTED' } as const;
