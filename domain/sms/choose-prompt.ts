import type { ReplyIntent } from './grammar.js';

/** A question that a number was asked; the newest first in lists. */
export interface PromptView {
  promptId: string;
  sessionId: string;
  startsAt: string;
  expiresAt: string;
  /** Still about the session's present time. */
  open: boolean;
  /** The carrier says that its text did not arrive: nobody can be answering it. */
  undelivered: boolean;
  answer?: ReplyIntent | null;
  /** What it asked: whether the patient comes, or whether another time suits. */
  kind?: 'ATTENDANCE' | 'MOVE';
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
  nowMs: number;
}

/** Which question an answer belongs to that names none; never a guess. */
export function choosePrompt<P extends PromptView>({ prompts, nowMs }: ChoosePromptInput<P>): PromptChoice<P> {
  const arrived = prompts.filter(({ undelivered }) => !undelivered);
  const open = openPrompts({ prompts, nowMs });
  const [newest] = arrived;
  const [only, ...others] = open;
  if (newest === undefined) return { kind: 'NONE' };
  if (only === undefined || outdatedSince(newest, open, nowMs)) return { kind: 'LATE', prompt: newest };
  return others.length === 0 ? { kind: 'PROMPT', prompt: only } : { kind: 'ASK', prompts: open };
}

/** The question about a session that was named: the open one, or the last one, which is then answered too late. */
export function promptOfSession<P extends PromptView>(
  sessionId: string,
  { prompts, nowMs }: { prompts: readonly P[]; nowMs: number },
): P | null {
  const own = prompts.filter((prompt) => prompt.sessionId === sessionId);
  return openPrompt(own, nowMs) ?? own[0] ?? null;
}

/** What waits for an answer: the newest question of each session, newest first. */
export function openPrompts<P extends PromptView>({ prompts, nowMs }: { prompts: readonly P[]; nowMs: number }): P[] {
  const arrived = prompts.filter(({ undelivered }) => !undelivered);
  return arrived.filter(
    (prompt) =>
      prompt ===
      openPrompt(
        arrived.filter(({ sessionId }) => sessionId === prompt.sessionId),
        nowMs,
      ),
  );
}

/**
 * The newest open one of a session's questions. Behind a suggestion that is closed there is none: "1" to a suggested time must
 * not confirm the time that it was to replace.
 */
function openPrompt<P extends PromptView>(own: readonly P[], nowMs: number): P | null {
  const last = own.find((prompt) => isOpen(prompt, nowMs) || (prompt.kind === 'MOVE' && !prompt.undelivered));
  return last !== undefined && isOpen(last, nowMs) ? last : null;
}

/** Still about the session's present time, and not too old. */
export function isOpen({ open, expiresAt }: PromptView, nowMs: number): boolean {
  return open && Date.parse(expiresAt) > nowMs;
}

/** The last question asked is closed, unanswered, and its session still ahead, and no open one is about the same session. */
function outdatedSince<P extends PromptView>(newest: P, open: readonly P[], nowMs: number): boolean {
  if (isOpen(newest, nowMs) || (newest.answer ?? null) !== null || Date.parse(newest.startsAt) <= nowMs) return false;
  return open.every(({ sessionId }) => sessionId !== newest.sessionId);
}
