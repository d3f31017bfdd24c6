import { isTerminal, type SessionSnapshot } from '../../domain/session/types.js';
import type { PlannedTimer } from '../../domain/session/plan-timers.js';
import type { SessionStateView } from './contract.js';

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

/** How long a timer that means nothing yet, although it is planned, is left alone. */
const AGAIN_MS = 60_000;

/** The timers after one that was refused: were it planned for the same moment again, it would go on for ever. */
export function afterRefusal(timers: readonly PlannedTimer[], refused: PlannedTimer, nowMs: number): PlannedTimer[] {
  const again = new Date(nowMs + AGAIN_MS).toISOString();
  return timers.map((timer) =>
    isSame(timer, refused) && Date.parse(timer.at) <= nowMs ? { ...timer, at: again } : timer,
  );
}

function isSame(one: PlannedTimer, other: PlannedTimer): boolean {
  return one.kind === other.kind && one.offsetMinutes === other.offsetMinutes && one.moveId === other.moveId;
}

/** The answer to the state query. */
export function describeState(state: SessionState | null, queued: number): SessionStateView {
  return { snapshot: state?.snapshot ?? null, nextTimers: state?.timers ?? [], queued };
}
