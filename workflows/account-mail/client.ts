import type { Client } from '@temporalio/client';
import { DomainError } from '../../domain/errors.js';
import { ACCOUNT_MAIL_WORKFLOW_TYPE, accountMailWorkflowId, type AccountMailInput } from './contract.js';

const DEADLINE_MS = 5_000;

/** The door to the workflows that deliver mails about accounts. */
export interface AccountMailClient {
  /**
   * Has the mail's row delivered: durable when it returns, and harmless to repeat. Call it after the commit. Throws
   * `temporarily_unavailable`; the row then waits for the next round of reconciling.
   */
  deliver(mailId: string): Promise<void>;
}

export function createAccountMailClient(deps: { client: Client; taskQueue: string }): AccountMailClient {
  return {
    async deliver(mailId) {
      const input: AccountMailInput = { mailId };
      try {
        await deps.client.withDeadline(Date.now() + DEADLINE_MS, () =>
          deps.client.workflow.start(ACCOUNT_MAIL_WORKFLOW_TYPE, {
            workflowId: accountMailWorkflowId(mailId),
            taskQueue: deps.taskQueue,
            args: [input],
            workflowIdConflictPolicy: 'USE_EXISTING',
            workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          }),
        );
      } catch (error) {
        throw new DomainError(
          'temporarily_unavailable',
          'The mail cannot leave at the moment.',
          { retryAfterSeconds: 5 },
          { cause: error },
        );
      }
    },
  };
}
