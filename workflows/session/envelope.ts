import type {
  CancelMessage,
  CloseMessage,
  Command,
  CorrectMessage,
  DecideMessage,
  MoveMessage,
  PatientReplyMessage,
  PolicyChangedMessage,
} from './contract.js';

/** What waits in the queue: messages in the order in which they arrived. */
export type Envelope =
  | { kind: 'DECIDE'; message: DecideMessage }
  | { kind: 'REPLY'; message: PatientReplyMessage }
  | { kind: 'POLICY'; message: PolicyChangedMessage }
  | CommandEnvelope;

/** What a caller waits for the result of. */
export type CommandEnvelope =
  | { kind: 'CANCEL'; message: CancelMessage }
  | { kind: 'MOVE'; message: MoveMessage }
  | { kind: 'CLOSE'; message: CloseMessage }
  | { kind: 'CORRECT'; message: CorrectMessage };

/** The command in an envelope, or null where nobody waits for an answer. */
export function commandOf(envelope: Envelope): Command | null {
  switch (envelope.kind) {
    case 'CANCEL':
    case 'MOVE':
    case 'CLOSE':
    case 'CORRECT':
      return envelope.message;
    case 'DECIDE':
    case 'REPLY':
    case 'POLICY':
      return null;
  }
}
