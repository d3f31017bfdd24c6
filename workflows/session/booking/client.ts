import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { StartTarget } from '../../client.js';
import {
  BOOK_UPDATE_ID,
  bookUpdate,
  doctorIdAttribute,
  SESSION_WORKFLOW_TYPE,
  sessionStartAttribute,
  sessionStatusAttribute,
  sessionVersionAttribute,
  sessionWorkflowId,
  type BookingOutcome,
  type BookingRequest,
  type SessionInput,
} from '../contract.js';
import { startOptions, unavailable, whileValid } from '../starting/client.js';

type Reuse = 'ALLOW_DUPLICATE' | 'ALLOW_DUPLICATE_FAILED_ONLY';

/** The call that starts a session's workflow and waits for what its booking came to. */
export function createBooking(target: StartTarget) {
  const { client, taskQueue } = target;

  const bookWithStart = (input: SessionInput, reuse: Reuse): Promise<BookingOutcome> =>
    client.workflow.executeUpdateWithStart(bookUpdate, {
      updateId: BOOK_UPDATE_ID,
      startWorkflowOperation: new WithStartWorkflowOperation(SESSION_WORKFLOW_TYPE, {
        ...startOptions(taskQueue, input),
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: reuse,
        ...attributesOf(input),
      }),
    });

  /** The outcome of a run that is over; where it was continued as new, the row is asked through a resumed run. */
  async function rememberedOutcome(sessionId: string): Promise<BookingOutcome> {
    try {
      const handle = client.workflow.getHandle(sessionWorkflowId(sessionId));
      return await handle.getUpdateHandle<BookingOutcome>(BOOK_UPDATE_ID).result();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      return await bookWithStart({ mode: 'resume', sessionId }, 'ALLOW_DUPLICATE');
    }
  }

  return async function book(sessionId: string, request: BookingRequest): Promise<BookingOutcome> {
    try {
      return await whileValid(client, async (validUntil) => {
        try {
          return await bookWithStart({ mode: 'book', sessionId, request, validUntil }, 'ALLOW_DUPLICATE_FAILED_ONLY');
        } catch (error) {
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
          return await rememberedOutcome(sessionId);
        }
      });
    } catch (error) {
      throw unavailable(error);
    }
  };
}

/** A run that starts from a row publishes what it finds there. */
function attributesOf(input: SessionInput) {
  if (input.mode === 'resume') return {};
  const { doctorId, startsAt } = input.request;
  return {
    typedSearchAttributes: [
      { key: sessionStatusAttribute, value: 'PENDING' },
      { key: doctorIdAttribute, value: doctorId },
      { key: sessionStartAttribute, value: new Date(startsAt) },
      { key: sessionVersionAttribute, value: 1 },
    ],
  };
}
