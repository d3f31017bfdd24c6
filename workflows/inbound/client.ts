import { ensureStarted, type StartTarget } from '../client.js';
import { INBOUND_WORKFLOW_TYPE, inboundWorkflowId, type InboundInput } from './contract.js';

/** The door to the workflows that handle text messages. */
export interface InboundClient {
  /**
   * Durable when it returns; the same provider message again changes nothing. Throws `temporarily_unavailable`; the message
   * then waits for its next delivery, or for the next round of reconciling.
   */
  handle(inboundId: string, providerMessageId: string): Promise<void>;
}

export function createInboundClient(target: StartTarget): InboundClient {
  return {
    handle(inboundId, providerMessageId) {
      const input: InboundInput = { inboundId };
      return ensureStarted(target, {
        type: INBOUND_WORKFLOW_TYPE,
        workflowId: inboundWorkflowId(providerMessageId),
        input,
        again: 'ALLOW_DUPLICATE_FAILED_ONLY',
        unavailable: 'The message cannot be taken at the moment.',
      });
    },
  };
}
