import { isTerminal, type SessionSnapshot } from '../../domain/session/types.js';
import type { PlannedTimer } from '../../domain/session/plan-timers.js';
import type {
  CancelMessage,
  DecideMessage,
  PatientReplyMessage,
  PolicyChangedMessage,
  SessionStateView,
} from './contract.js';

/** What waits in the queue: messages in the order in which they arrived. */
export type Envelope =
  | { kind: 'DECIDE'; message: DecideMessage }
  | { kind: 'REPLY'; message: PatientReplyMessage }
  | { kind: 'CANCEL'; message: CancelMessage }
  | { kind: 'POLICY'; message: PolicyChangedMessage };

/** Plain JSON, changed only by the functions of this file. */
export interface SessionState {
  snapshot: SessionSnapshot;
  timers: PlannedTimer[];
}

/** The state after a step: the row's word replaces ours. */
export function afterStep(step: { snapshot: SessionSnapshot; timers: PlannedTimer[] }): SessionState {
  return { snapshot: step.snapshot, timers: [...step.timers].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)) };
}

/** The next dated action, or null when the session only waits for people or is over. */
export function nextTimer(state: SessionState): PlannedTimer | null {
  return isTerminal(state.snapshot.status) ? null : (state.timers[0] ?? null);
}

/** Milliseconds until the timer, never negative. */
export function millisecondsUntil(timer: PlannedTimer, nowMs: number): number {
  return Math.max(0, Date.parse(timer.at) - nowMs);
}

/** The answer to the state query. */
export function describeState(state: SessionState | null, queued: number): SessionStateView {
  return { snapshot: state?.snapshot ?? null, nextTimers: state?.timers ?? [], queued };
}
