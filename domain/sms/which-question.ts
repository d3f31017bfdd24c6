import type { PromptView } from './choose-prompt.js';
import type { ReplyIntent } from './grammar.js';
import type { Selectable } from './read-selection.js';

/** So many options fit one text and are told apart by a letter. */
export const MOST_LETTERED = 4;
const LIFETIME_MS = 2 * 60 * 60_000;

/** A prompt with what tells its session from others. */
export interface RoutedPrompt extends PromptView {
  code: string;
  patientId: string;
  patientName: string;
  answer: ReplyIntent | null;
}

export interface WhichOption {
  promptId: string;
  sessionId: string;
  /** As it was shown. */
  startsAt: string;
  letter: string | null;
}

/** "Which one?": the answer that waits, and the sessions that it may be for. */
export interface WhichQuestion {
  id: string;
  intent: ReplyIntent;
  options: WhichOption[];
  expiresAt: string;
}

/** The sessions to ask about, soonest first. */
export function soonestFirst<P extends RoutedPrompt>(prompts: readonly P[]): P[] {
  return [...prompts].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || (a.code < b.code ? -1 : 1));
}

/** `soonest` are the sessions to ask about, soonest first. */
export function whichOptions(soonest: readonly RoutedPrompt[], lettered: boolean): WhichOption[] {
  return soonest.map(({ promptId, sessionId, startsAt }, at) => ({
    promptId,
    sessionId,
    startsAt,
    letter: lettered ? letterOf(at) : null,
  }));
}

/** Until when it may be answered: two hours, or the start of the first session. */
export function whichExpiresAt(soonest: readonly RoutedPrompt[], nowMs: number): string {
  return new Date(Math.min(nowMs + LIFETIME_MS, ...soonest.map(({ startsAt }) => Date.parse(startsAt)))).toISOString();
}

export const letterOf = (at: number): string => String.fromCharCode('A'.charCodeAt(0) + at);

/** True for prompts of more than one patient: then a name helps to tell them apart. */
export function isShared(prompts: readonly RoutedPrompt[]): boolean {
  return new Set(prompts.map(({ patientId }) => patientId)).size > 1;
}

/** An option that a reply may name; `shown` is null for a session that was not among those asked about. */
export interface Candidate extends Selectable {
  sessionId: string;
  shown: WhichOption | null;
}

/** What was shown, and what is open by now: a moved session stands in both, by its old and by its new time. */
export function candidatesOf(
  question: WhichQuestion,
  prompts: readonly RoutedPrompt[],
  open: readonly RoutedPrompt[],
): Candidate[] {
  const shared = isShared(prompts);
  const shown = question.options.flatMap((option): Candidate[] => {
    const prompt = prompts.find(({ promptId }) => promptId === option.promptId);
    return prompt === undefined ? [] : [candidate(prompt, option, shared)];
  });
  const unshown = open.filter((prompt) => !shown.some((option) => isSameTime(option, prompt)));
  return [...shown, ...unshown.map((prompt) => candidate(prompt, null, shared))];
}

/** A session has been moved, called off, decided or approved since the question. */
export function isSuperseded({ options }: WhichQuestion, open: readonly RoutedPrompt[]): boolean {
  return (
    options.length !== open.length || !options.every((option) => open.some((prompt) => isSameTime(option, prompt)))
  );
}

type AtTime = Pick<WhichOption, 'sessionId' | 'startsAt'>;

export function isSameTime(one: AtTime, other: AtTime): boolean {
  return one.sessionId === other.sessionId && Date.parse(one.startsAt) === Date.parse(other.startsAt);
}

function candidate(prompt: RoutedPrompt, shown: WhichOption | null, shared: boolean): Candidate {
  return {
    sessionId: prompt.sessionId,
    code: prompt.code,
    startsAt: shown?.startsAt ?? prompt.startsAt,
    letter: shown?.letter ?? null,
    patientName: shared ? prompt.patientName : null,
    shown,
  };
}
