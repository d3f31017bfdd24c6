import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure, type SignalDefinition } from '@temporalio/common';
import { DomainError, isErrorCode } from '../../domain/errors.js';
import type { StepResult } from '../../domain/session/types.js';
import {
  BOOK_UPDATE_ID,
  bookUpdate,
  cancelAttemptId,
  cancelUpdate,
  decideSignal,
  doctorIdAttribute,
  patientReplySignal,
  policyChangedSignal,
  SESSION_WORKFLOW_TYPE,
  sessionStartAttribute,
  sessionStatusAttribute,
  sessionWorkflowId,
  type BookingOutcome,
  type BookingRequest,
  type CancelMessage,
  type DecideMessage,
  type PatientReplyMessage,
  type PolicyChangedMessage,
  type SessionInput,
} from './contract.js';

/** How long a request to book stays valid, and how much longer the caller waits for the word. */
export const BOOKING_VALID_MS = 10_000;
const GRACE_MS = 1_000;
const MESSAGE_DEADLINE_MS = 5_000;
/** A worker that dies in mid-task delays the next attempt by this long. */
const WORKFLOW_TASK_TIMEOUT_MS = 5_000;

/** The only door to session workflows. Infrastructure trouble is `temporarily_unavailable`. */
export interface SessionClient {
  /** Starts the session's workflow and waits for the outcome, at most 11 s. The same id again gives the same outcome. */
  book(sessionId: string, request: BookingRequest): Promise<BookingOutcome>;
  /**
   * Durable when it returns. ENDED: the workflow is over, the answer is in the database. With `resume` a workflow that is
   * missing is started from the session's row, together with the message.
   */
  decide(sessionId: string, message: DecideMessage, options?: SendOptions): Promise<'SENT' | 'ENDED'>;
  reply(sessionId: string, message: PatientReplyMessage, options?: SendOptions): Promise<'SENT' | 'ENDED'>;
  policyChanged(sessionId: string, message: PolicyChangedMessage, options?: SendOptions): Promise<'SENT' | 'ENDED'>;
  /**
   * Waits for the result. A caller who is told `temporarily_unavailable` will not find the session called off later, unless by
   * asking again with the same id.
   */
  cancel(sessionId: string, message: Omit<CancelMessage, 'validUntil'>): Promise<StepResult | 'ENDED'>;
  /** Makes sure that a session which is not over has a running workflow. */
  resume(sessionId: string): Promise<void>;
}

export interface SendOptions {
  resume: boolean;
}

export function createSessionClient(deps: { client: Client; taskQueue: string }): SessionClient {
  const { client, taskQueue } = deps;

  const startOptions = (input: SessionInput) => ({
    workflowId: sessionWorkflowId(input.sessionId),
    taskQueue,
    args: [input] as [SessionInput],
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT_MS,
  });

  async function send<M>(
    sessionId: string,
    signal: SignalDefinition<[M]>,
    message: M,
    options: SendOptions = { resume: false },
  ): Promise<'SENT' | 'ENDED'> {
    const resumed = (): Promise<unknown> =>
      client.workflow.signalWithStart(SESSION_WORKFLOW_TYPE, {
        ...startOptions({ mode: 'resume', sessionId }),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        signal,
        signalArgs: [message],
      });
    const plain = (): Promise<void> => client.workflow.getHandle(sessionWorkflowId(sessionId)).signal(signal, message);
    try {
      await client.withDeadline(Date.now() + MESSAGE_DEADLINE_MS, async () => {
        await (options.resume ? resumed() : plain());
      });
      return 'SENT';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'ENDED';
      throw unavailable(error);
    }
  }

  async function bookWithStart(input: SessionInput, reuse: 'ALLOW_DUPLICATE' | 'ALLOW_DUPLICATE_FAILED_ONLY') {
    const startsAt = input.mode === 'book' ? new Date(input.request.startsAt) : null;
    const operation = new WithStartWorkflowOperation(SESSION_WORKFLOW_TYPE, {
      ...startOptions(input),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: reuse,
      ...(input.mode === 'book' && startsAt
        ? {
            typedSearchAttributes: [
              { key: sessionStatusAttribute, value: 'PENDING' },
              { key: doctorIdAttribute, value: input.request.doctorId },
              { key: sessionStartAttribute, value: startsAt },
            ],
          }
        : {}),
    });
    return client.workflow.executeUpdateWithStart(bookUpdate, {
      updateId: BOOK_UPDATE_ID,
      startWorkflowOperation: operation,
    });
  }

  return {
    async book(sessionId, request) {
      const validUntilMs = Date.now() + BOOKING_VALID_MS;
      const input: SessionInput = {
        mode: 'book',
        sessionId,
        request,
        validUntil: new Date(validUntilMs).toISOString(),
      };
      try {
        return await client.withDeadline(validUntilMs + GRACE_MS, async () => {
          try {
            return await bookWithStart(input, 'ALLOW_DUPLICATE_FAILED_ONLY');
          } catch (error) {
            if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
            return await rememberedOutcome(client, sessionId, () =>
              bookWithStart({ mode: 'resume', sessionId }, 'ALLOW_DUPLICATE'),
            );
          }
        });
      } catch (error) {
        throw unavailable(error);
      }
    },

    decide: (sessionId, message, options) => send(sessionId, decideSignal, message, options),
    reply: (sessionId, message, options) => send(sessionId, patientReplySignal, message, options),

    policyChanged: (sessionId, message, options) => send(sessionId, policyChangedSignal, message, options),

    async cancel(sessionId, message) {
      const validUntilMs = Date.now() + BOOKING_VALID_MS;
      const full: CancelMessage = { ...message, validUntil: new Date(validUntilMs).toISOString() };
      try {
        const result = await client.withDeadline(validUntilMs + GRACE_MS, () =>
          client.workflow
            .getHandle(sessionWorkflowId(sessionId))
            .executeUpdate(cancelUpdate, { args: [full], updateId: cancelAttemptId(full) }),
        );
        if (result.code === 'temporarily_unavailable') throw unavailable(null);
        return result;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 'ENDED';
        if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
          const { type, message: words } = error.cause;
          if (isErrorCode(type)) throw new DomainError(type, words);
        }
        throw unavailable(error);
      }
    },

    async resume(sessionId) {
      try {
        await client.withDeadline(Date.now() + MESSAGE_DEADLINE_MS, () =>
          client.workflow.start(SESSION_WORKFLOW_TYPE, {
            ...startOptions({ mode: 'resume', sessionId }),
            workflowIdConflictPolicy: 'USE_EXISTING',
            workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          }),
        );
      } catch (error) {
        throw unavailable(error);
      }
    },
  };
}

/** The outcome of a run that is over; where it was continued as new, the row is asked through a resumed run. */
async function rememberedOutcome(
  client: Client,
  sessionId: string,
  resumed: () => Promise<BookingOutcome>,
): Promise<BookingOutcome> {
  try {
    const handle = client.workflow.getHandle(sessionWorkflowId(sessionId));
    return await handle.getUpdateHandle<BookingOutcome>(BOOK_UPDATE_ID).result();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return await resumed();
  }
}

function unavailable(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  return new DomainError(
    'temporarily_unavailable',
    'The scheduler cannot be reached at the moment. It is safe to try again with the same Idempotency-Key.',
    { retryAfterSeconds: 5 },
    { cause },
  );
}
