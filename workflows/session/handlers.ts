import { condition, patched, setHandler } from '@temporalio/workflow';
import type { StepResult } from '../../domain/session/types.js';
import { PATCHES } from '../patches.js';
import {
  attemptId,
  cancelUpdate,
  closeUpdate,
  correctUpdate,
  decideSignal,
  deliverSignal,
  moveUpdate,
  patientReplySignal,
  policyChangedSignal,
} from './contract.js';
import { commandOf, type CommandEnvelope, type Envelope } from './envelope.js';
import { refusal } from './failures.js';

/** The messages of a run, between the handlers that take them and the loop that applies them. */
export interface Inbox {
  queue: Envelope[];
  /** Gives whoever sent the envelope its answer. */
  answer(envelope: Envelope, result: StepResult): void;
  /** There is no session: who waits is told so, and who asks later too. */
  abandon(): void;
  /** How many wait for an answer. */
  waiting(): number;
}

/** Sets the handlers of all messages but `book`. They only enqueue; `deliver` is called at once. */
export function takeMessages(deliver: (notificationIds: string[]) => void): Inbox {
  const queue: Envelope[] = [];
  /** What commands came to, by attempt. */
  const answers: Record<string, StepResult> = {};
  let abandoned = false;
  let waiting = 0;

  const command = async (envelope: CommandEnvelope): Promise<StepResult> => {
    const attempt = attemptId(envelope.message);
    queue.push(envelope);
    waiting += 1;
    await condition(() => answers[attempt] !== undefined || abandoned);
    waiting -= 1;
    const answer = answers[attempt];
    if (answer === undefined) throw refusal('not_found', 'There is no such session.');
    return answer;
  };

  setHandler(decideSignal, (message) => void queue.push({ kind: 'DECIDE', message }));
  setHandler(patientReplySignal, (message) => void queue.push({ kind: 'REPLY', message }));
  setHandler(policyChangedSignal, (message) => {
    // A worker of before let such a message lie: it must not even end the wait for a timer where that is replayed.
    if (patched(PATCHES.policyChanged)) queue.push({ kind: 'POLICY', message });
  });
  setHandler(deliverSignal, (notificationIds) => {
    // As above.
    if (patched(PATCHES.deliver)) deliver(notificationIds);
  });
  setHandler(cancelUpdate, (message) => command({ kind: 'CANCEL', message }));
  setHandler(moveUpdate, (message) => command({ kind: 'MOVE', message }));
  setHandler(closeUpdate, (message) => command({ kind: 'CLOSE', message }));
  setHandler(correctUpdate, (message) => command({ kind: 'CORRECT', message }));

  return {
    queue,
    answer(envelope, result) {
      const message = commandOf(envelope);
      if (message !== null) answers[attemptId(message)] = result;
    },
    abandon: () => void (abandoned = true),
    waiting: () => waiting,
  };
}
