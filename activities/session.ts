import { systemActor, type Actor } from '../domain/actor.js';
import type { PlannedTimer } from '../domain/session/plan-timers.js';
import type { Attendance, StepResult } from '../domain/session/types.js';
import type { Database, Tx } from '../prisma/actor.js';
import type { StoredStep } from '../prisma/stores/session-commands.js';
import { sessionSnapshot } from '../prisma/stores/session-store.js';
import type {
  BookingOutcome,
  CancelMessage,
  CloseMessage,
  CorrectMessage,
  DecideMessage,
  MoveMessage,
  PatientReplyMessage,
} from '../workflows/session/contract.js';
import { createCorrectionSteps } from './corrections.js';
import { createDecisionSteps } from './decisions.js';
import { createDueSteps } from './due-steps.js';
import { createMoveSteps } from './moves.js';
import { createTimerSteps } from './timers.js';

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

interface Told<M> {
  sessionId: string;
  message: M;
}

/** The database steps of `workflows/session`: one transaction each, as the person who asked. */
export function createSessionActivities(deps: SessionDeps) {
  const { plan } = createTimerSteps(deps);
  const decisions = createDecisionSteps(deps);
  const moves = createMoveSteps(deps);
  const corrections = createCorrectionSteps(deps);
  const applyDue = createDueSteps(deps);
  const as = (actor: Actor, step: (tx: Tx) => Promise<StoredStep>): Promise<SessionStep> =>
    deps.db.withActor(actor, async (tx) => plan(await step(tx)));
  const byPerson =
    <M extends { actor: Actor }>(step: (tx: Tx, sessionId: string, message: M) => Promise<StoredStep>) =>
    ({ sessionId, message }: Told<M>): Promise<SessionStep> =>
      as(message.actor, (tx) => step(tx, sessionId, message));

  return {
    /** The session's row as a beginning; null when there is none. */
    loadSession: (sessionId: string): Promise<Opening | null> =>
      deps.db.withActor(systemActor(`session/${sessionId}`), async (tx) => {
        const row = await sessionSnapshot(tx, sessionId);
        if (row === null) return null;
        const { bodyHash, ...loaded } = row;
        const step = plan({ state: 'APPLIED', code: null, ...loaded });
        return { outcome: { kind: 'BOOKED', bodyHash, snapshot: row.snapshot }, step };
      }),

    applyDecision: byPerson<DecideMessage>((tx, sessionId, message) =>
      (message.subject === 'MOVE' ? moves : decisions).decide(tx, sessionId, message),
    ),
    applyCancel: byPerson<CancelMessage>(decisions.cancel),
    applyMove: byPerson<MoveMessage>(moves.move),
    applyClose: byPerson<CloseMessage>(corrections.close),
    applyCorrection: byPerson<CorrectMessage>(corrections.correct),

    /** `attendance` is what the patient had said before. */
    applyReply: (input: Told<PatientReplyMessage> & { attendance: Attendance }): Promise<SessionStep> =>
      as(input.message.actor, (tx) => decisions.reply(tx, input.sessionId, input.message, input.attendance)),

    /** A timer that came due. */
    applyTimer: ({ sessionId, timer }: { sessionId: string; timer: PlannedTimer }): Promise<SessionStep> =>
      as(systemActor(`session/${sessionId}`), (tx) => applyDue(tx, sessionId, timer)),
  };
}
