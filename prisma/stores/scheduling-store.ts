import type { SchedulingInput } from '../../domain/availability/types.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

export interface SchedulingQuery {
  doctorId: string;
  patientId: string | null;
  /** null = all active rooms. */
  roomId: string | null;
  fromMs: number;
  toMs: number;
  /** A session whose own hold does not count. */
  ignoreSessionId: string | null;
}

/** All that the rule engine needs, in one round trip; null when there is no such doctor. */
export function loadScheduling(tx: Tx, query: SchedulingQuery): Promise<SchedulingInput | null> {
  return callEngine(tx, 'load_scheduling', query);
}
