import type { Policy } from '../policy/policy.js';
import { dayNumber, MINUTES_PER_DAY, MS_PER_MINUTE } from './local-day.js';

/** Half-open, epoch milliseconds. */
export interface MsWindow {
  fromMs: number;
  toMs: number;
}

const DAY_MS = MINUTES_PER_DAY * MS_PER_MINUTE;
/** Longer than the longest session with its buffers, so that everything that touches a slot is loaded with it. */
const MARGIN_MS = DAY_MS;
const ALTERNATIVES_BEFORE_MS = 4 * DAY_MS;
const ALTERNATIVES_AFTER_MS = 14 * DAY_MS;

export interface SchedulingWindowInput {
  startsAtMs: number;
  nowMs: number;
  /** When given, a start beyond the horizon looks for alternatives at the horizon's end. */
  policy?: Pick<Policy, 'maximumHorizonDays'>;
}

/**
 * What to load to judge a start and to find alternatives to it. A start in the past or beyond the horizon is refused
 * whatever is busy then, so the window stays as long as any other.
 */
export function schedulingWindow(input: SchedulingWindowInput): MsWindow {
  const { fromMs, toMs } = alternativesWindow(input);
  return { fromMs: fromMs - MARGIN_MS, toMs: toMs + MARGIN_MS };
}

/** Where alternatives are looked for: around the start, but from now on and not beyond the horizon. */
export function alternativesWindow({ startsAtMs, nowMs, policy }: SchedulingWindowInput): MsWindow {
  const horizonMs = policy === undefined ? Infinity : nowMs + policy.maximumHorizonDays * DAY_MS;
  const aroundMs = Math.max(Math.min(startsAtMs, horizonMs), nowMs);
  return { fromMs: Math.max(aroundMs - ALTERNATIVES_BEFORE_MS, nowMs), toMs: aroundMs + ALTERNATIVES_AFTER_MS };
}

/** What to load to judge one start only: enough for `evaluateSlot`, too little for alternatives. */
export function evaluationWindow(startsAtMs: number): MsWindow {
  return { fromMs: startsAtMs - MARGIN_MS, toMs: startsAtMs + MARGIN_MS };
}

/** What to load to list the slots of local days [from, to) in any zone. */
export function listWindow({ from, to }: { from: string; to: string }): MsWindow {
  return { fromMs: dayNumber(from) * DAY_MS - 2 * MARGIN_MS, toMs: dayNumber(to) * DAY_MS + 2 * MARGIN_MS };
}
