const WORDS: Record<string, string> = {
  queued: 'waiting',
  accepted: 'waiting',
  sending: 'on its way',
  sent: 'on its way',
  delivered: 'delivered',
  undelivered: 'not delivered',
  failed: 'failed',
  received: 'received',
};

/** The provider's word for how far a text came, in plain words. */
export const statusWords = (status: string): string => WORDS[status] ?? status;

/** True where the text did not reach the other side. */
export const isLost = (status: string): boolean => status === 'undelivered' || status === 'failed';
