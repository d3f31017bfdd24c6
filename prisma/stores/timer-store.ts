import type { Announcement } from '../../domain/notifications/types.js';
import type { TimerKind } from '../../domain/session/plan-timers.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';
import type { StoredStep } from './session-commands.js';

export interface FireCommand {
  sessionId: string;
  kind: Extract<TimerKind, 'NUDGE' | 'ESCALATE' | 'REMINDER' | 'NO_ANSWER'>;
  /** What the timer is remembered by. */
  key: string;
  /** Who has confirmed hears of the last reminder only. */
  isLastReminder: boolean;
  /** ISO. */
  now: string;
  announcements: {
    NUDGE: Announcement[];
    /** Where somebody decides in the doctor's place today; `DESK` where nobody does. */
    COVER: Announcement[];
    DESK: Announcement[];
    /** By SMS; beyond the clinic's caps they go by email. */
    REMINDER: Announcement[];
    SAME_DAY: Announcement[];
  };
}

/** Does what a timer was set for, once. REFUSED, with nothing written, where it does not apply any more. SYSTEM only. */
export function fireTimer(tx: Tx, command: FireCommand): Promise<StoredStep> {
  return callEngine(tx, 'fire_timer', command);
}
