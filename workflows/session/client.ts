import type { StepResult } from '../../domain/session/types.js';
import type { StartTarget } from '../client.js';
import { createBooking } from './booking/client.js';
import { createCommands, type Unsent } from './commands/client.js';
import {
  cancelUpdate,
  closeUpdate,
  correctUpdate,
  decideSignal,
  deliverSignal,
  moveUpdate,
  patientReplySignal,
  policyChangedSignal,
  type BookingOutcome,
  type BookingRequest,
  type CancelMessage,
  type CloseMessage,
  type CorrectMessage,
  type DecideMessage,
  type MoveMessage,
  type PatientReplyMessage,
  type PolicyChangedMessage,
} from './contract.js';
import { createSignals } from './signals/client.js';
import { startFromRow, unavailable } from './starting/client.js';

export type { Unsent } from './commands/client.js';

/** With `resume` a workflow that is missing or over is started from the session's row, together with the message. */
export interface SendOptions {
  resume: boolean;
}

/**
 * The only door to session workflows. Infrastructure trouble is `temporarily_unavailable`; a caller of `book` or of a command
 * who is told so will not find it done later, unless by asking again with the same id.
 */
export interface SessionClient {
  /** Starts the session's workflow and waits for the outcome, at most 11 s. The same id again gives the same outcome. */
  book(sessionId: string, request: BookingRequest): Promise<BookingOutcome>;

  /** Signals: durable when it returns. ENDED: the workflow is over, the answer is in the database. */
  decide(sessionId: string, message: DecideMessage, options?: SendOptions): Promise<'SENT' | 'ENDED'>;
  reply(sessionId: string, message: PatientReplyMessage, options?: SendOptions): Promise<'SENT' | 'ENDED'>;
  policyChanged(sessionId: string, message: PolicyChangedMessage, options?: SendOptions): Promise<'SENT' | 'ENDED'>;
  /** Has rows delivered that were written beside the workflow, also after its end. Call it after the commit. */
  deliver(sessionId: string, notificationIds: string[]): Promise<void>;

  /** Commands that mean something while the session goes on: wait for the result, at most 11 s. */
  cancel(sessionId: string, message: Unsent<CancelMessage>, options?: SendOptions): Promise<StepResult | 'ENDED'>;
  move(sessionId: string, message: Unsent<MoveMessage>, options?: SendOptions): Promise<StepResult | 'ENDED'>;
  /** Commands that mean something after the end too: a workflow that is over starts again. Throws `not_found`. */
  close(sessionId: string, message: Unsent<CloseMessage>): Promise<StepResult>;
  correct(sessionId: string, message: Unsent<CorrectMessage>): Promise<StepResult>;

  /** Makes sure that a session which is not over has a running workflow. */
  resume(sessionId: string): Promise<void>;
}

const RESUME_DEADLINE_MS = 5_000;

export function createSessionClient(target: StartTarget): SessionClient {
  const send = createSignals(target);
  const { ask, insist } = createCommands(target);
  return {
    book: createBooking(target),

    decide: (sessionId, message, options) => send(sessionId, decideSignal, message, options),
    reply: (sessionId, message, options) => send(sessionId, patientReplySignal, message, options),
    policyChanged: (sessionId, message, options) => send(sessionId, policyChangedSignal, message, options),
    deliver: async (sessionId, notificationIds) =>
      void (await send(sessionId, deliverSignal, notificationIds, { resume: true })),

    cancel: (sessionId, message, options) => ask(sessionId, cancelUpdate, message, options),
    move: (sessionId, message, options) => ask(sessionId, moveUpdate, message, options),
    close: (sessionId, message) => insist(sessionId, closeUpdate, message),
    correct: (sessionId, message) => insist(sessionId, correctUpdate, message),

    async resume(sessionId) {
      try {
        await target.client.withDeadline(Date.now() + RESUME_DEADLINE_MS, () => startFromRow(target, sessionId));
      } catch (error) {
        throw unavailable(error);
      }
    },
  };
}
