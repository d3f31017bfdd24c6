import { ensureStarted, type StartTarget } from '../client.js';
import { ACCOUNT_MAIL_WORKFLOW_TYPE, accountMailWorkflowId, type AccountMailInput } from './contract.js';

/** The door to the workflows that deliver mails about accounts. */
export interface AccountMailClient {
  /**
   * Has the mail's row delivered: durable when it returns, and harmless to repeat. Call it after the commit. Throws
   * `temporarily_unavailable`; the row then waits for the next round of reconciling.
   */
  deliver(mailId: string): Promise<void>;
}

export function createAccountMailClient(target: StartTarget): AccountMailClient {
  return {
    deliver(mailId) {
      const input: AccountMailInput = { mailId };
      return ensureStarted(target, {
        type: ACCOUNT_MAIL_WORKFLOW_TYPE,
        workflowId: accountMailWorkflowId(mailId),
        input,
        unavailable: 'The mail cannot leave at the moment.',
      });
    },
  };
}
