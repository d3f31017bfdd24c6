import type { Client } from '@temporalio/client';
import { DomainError } from '../../domain/errors.js';
import { INBOUND_WORKFLOW_TYPE, inboundWorkflowId } from './contract.js';

const DEADLINE_MS = 5_000;

/** The door to the workflows that handle text messages. */
export interface InboundClient {
  /** Durable when it returns; the same provider message again changes nothing. */
  handle(inboundId: string, providerMessageId: string): Promise<void>;
}

export function createInboundClient(deps: { client: Client; taskQueue: string }): InboundClient {
  return {
    async handle(inboundId, providerMessageId) {
      try {
        await deps.client.withDeadline(Date.now() + DEADLINE_MS, () =>
          deps.client.workflow.start(INBOUND_WORKFLOW_TYPE, {
            workflowId: inboundWorkflowId(providerMessageId),
            taskQueue: deps.taskQueue,
            args: [{ inboundId }],
            workflowIdConflictPolicy: 'USE_EXISTING',
            workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
          }),
        );
      } catch (error) {
        if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') return;
        throw new DomainError(
          'temporarily_unavailable',
          'The message cannot be taken at the moment.',
          { retryAfterSeconds: 5 },
          { cause: error },
        );
      }
    },
  };
}
