export const INBOUND_WORKFLOW_TYPE = 'inbound';

export interface InboundInput {
  inboundId: string;
}

/** One workflow for each text message; the provider's id makes a second delivery harmless. */
export function inboundWorkflowId(providerMessageId: string): string {
  return `sms/${providerMessageId}`;
}
