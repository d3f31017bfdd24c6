export interface Phone {
  number: string;
  owner: string;
  language: string;
  /** Oldest first. */
  texts: TextMessage[];
  /** The number has told the provider to stop. */
  optedOut: boolean;
  /** False: the carrier reports every text as undelivered. */
  reachable: boolean;
}

export interface TextMessage {
  id: string;
  at: string;
  from: 'CLINIC' | 'PATIENT';
  text: string;
  /** The provider's word: queued, sent, delivered, undelivered, failed, received. */
  status: string;
  segments: number;
}
