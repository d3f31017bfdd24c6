import type { ReplyIntent } from './grammar.js';

/** A question that a number was asked; the newest first in lists. */
export interface PromptView {
  promptId: string;
  sessionId: string;
  startsAt: string;
  expiresAt: string;
  /** Still about the session's present time. */
  open: boolean;
  answer?: ReplyIntent | null;
}

/**
 * PROMPT: this one is answered. LATE: it was about an older time or came too late, the sender is told the present
 * state and asked anew. ASK: several could be meant, ask by time. NONE: nothing was asked.
 */
export type PromptChoice<P extends PromptView> =
  { kind: 'PROMPT'; prompt: P } | { kind: 'LATE'; prompt: P } | { kind: 'ASK'; prompts: P[] } | { kind: 'NONE' };

export interface ChoosePromptInput<P extends PromptView> {
  /** All prompts of the number, newest first; it may be shared by several patients. */
  prompts: readonly P[];
  intent: ReplyIntent;
  nowMs: number;
}

/** Which question an answer belongs to; never a guess. */
export function choosePrompt<P extends PromptView>({ prompts, intent, nowMs }: ChoosePromptInput<P>): PromptChoice<P> {
  const isOpen = (prompt: P): boolean => prompt.open && Date.parse(prompt.expiresAt) > nowMs;
  const open = newestPerSession(prompts.filter(isOpen));
  const [newest] = prompts;
  if (newest === undefined) return { kind: 'NONE' };
  if (open.length === 0) return { kind: 'LATE', prompt: newest };
  if (outdatedSince(newest, open, isOpen, nowMs)) return { kind: 'LATE', prompt: newest };
  const [only, ...others] = open;
  if (only !== undefined && others.length === 0) return { kind: 'PROMPT', prompt: only };
  const meant = unansweredConfirmation(open, intent);
  return meant === null ? { kind: 'ASK', prompts: open } : { kind: 'PROMPT', prompt: meant };
}

function newestPerSession<P extends PromptView>(prompts: readonly P[]): P[] {
  const seen = new Set<string>();
  return prompts.filter(({ sessionId }) => !seen.has(sessionId) && seen.add(sessionId).size > 0);
}

/** The last question asked is no longer valid and belongs to another session than those still open. */
function outdatedSince<P extends PromptView>(
  newest: P,
  open: readonly P[],
  isOpen: (prompt: P) => boolean,
  nowMs: number,
): boolean {
  if (isOpen(newest) || (newest.answer ?? null) !== null || Date.parse(newest.startsAt) <= nowMs) return false;
  return open.every(({ sessionId }) => sessionId !== newest.sessionId);
}

/** Where all but one were confirmed before, another confirmation is for that one. */
function unansweredConfirmation<P extends PromptView>(open: readonly P[], intent: ReplyIntent): P | null {
  if (intent !== 'CONFIRM') return null;
  const unanswered = open.filter(({ answer }) => (answer ?? null) === null);
  const confirmed = open.filter(({ answer }) => answer === 'CONFIRM');
  const [meant] = unanswered;
  return meant !== undefined && unanswered.length === 1 && confirmed.length === open.length - 1 ? meant : null;
}
