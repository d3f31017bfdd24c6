import type { Fault } from '../../fault.js';

export const CONFLICT_ACTIONS = ['KEEP', 'MOVE', 'CANCEL'] as const;
/** As many as a body of 100 kB has room for. */
export const MAX_CHOICES = 1_000;
export type ConflictAction = (typeof CONFLICT_ACTIONS)[number];

/** What is to become of one session that a change leaves outside. */
export interface ConflictChoice {
  sessionId: string;
  action: ConflictAction;
  startsAt?: string | undefined;
}

/** A choice that is carried out. MOVE without a time proposes the first alternative. */
export interface SettledChoice {
  sessionId: string;
  action: ConflictAction;
  /** ISO UTC; MOVE only. */
  startsAt?: string;
}

/** What is wrong with the choices whatever the sessions are. */
export function choiceFaults(choices: readonly ConflictChoice[]): Fault[] {
  const named = new Set<string>();
  return choices.flatMap(({ sessionId, action, startsAt }, index): Fault[] => {
    const at = `/onConflict/${index}`;
    const isNamed = named.has(sessionId);
    named.add(sessionId);
    if (isNamed) return [{ pointer: `${at}/sessionId`, message: 'is named twice; give one action for each session' }];
    if (startsAt === undefined || action === 'MOVE') return [];
    return [{ pointer: `${at}/startsAt`, message: 'goes with MOVE only; leave it out' }];
  });
}

/** How the choices meet the sessions that are affected now. */
export type ChoiceVerdict =
  | { kind: 'SETTLED'; choices: SettledChoice[] }
  /** Some session has no action, or one that was named has ended meanwhile: the present set is to be shown again. */
  | { kind: 'ASK' }
  /** Sessions that the change does not touch, or that are none of the doctor's. */
  | { kind: 'FAULTY'; faults: Fault[] };

/**
 * Matches choices (without faults) with the affected sessions. `endedIds` are sessions of the doctor that are over: they
 * may have been affected when the caller was asked.
 */
export function matchChoices(
  choices: readonly ConflictChoice[],
  affectedIds: readonly string[],
  endedIds: readonly string[],
): ChoiceVerdict {
  const known = new Set([...affectedIds, ...endedIds]);
  const faults = choices.flatMap(({ sessionId }, index): Fault[] => {
    if (known.has(sessionId)) return [];
    const message = 'is not a session that this change leaves outside; leave it out';
    return [{ pointer: `/onConflict/${index}/sessionId`, message }];
  });
  if (faults.length > 0) return { kind: 'FAULTY', faults };
  const byId = new Map(choices.map((choice) => [choice.sessionId, choice]));
  const settled = affectedIds.flatMap((sessionId): SettledChoice[] => {
    const choice = byId.get(sessionId);
    if (choice === undefined) return [];
    const { action, startsAt } = choice;
    return [startsAt === undefined ? { sessionId, action } : { sessionId, action, startsAt }];
  });
  const complete = settled.length === affectedIds.length && choices.length === settled.length;
  return complete ? { kind: 'SETTLED', choices: settled } : { kind: 'ASK' };
}
