import type { Role } from '../../domain/actor.js';
import type { Tx } from '../actor.js';
import { callEngine } from '../stores/engine-call.js';

/** Somebody who watches, by the token that they came with. */
export interface Viewer {
  userId: string;
  role: Role;
  sid: string;
  version: number;
}

export interface VisibleChanges {
  /** False where the token does not hold any more; nothing is visible then. */
  stands: boolean;
  sessions: string[];
  tasks: string[];
}

/** For each viewer, in order, which of these they may see now, by row-level security. As ANONYMOUS. */
export function visibleChanges(
  tx: Tx,
  asked: { viewers: readonly Viewer[]; sessions: readonly string[]; tasks: readonly string[] },
): Promise<VisibleChanges[]> {
  return callEngine(tx, 'visible_changes', asked);
}
