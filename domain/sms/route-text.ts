import { isBareAnswer } from './answer-beside.js';
import { choosePrompt, isOpen, openPrompts, promptOfSession } from './choose-prompt.js';
import { readAnswer, readReply, type ReplyIntent } from './grammar.js';
import { readSelection } from './read-selection.js';
import { codesIn } from './session-codes.js';
import {
  candidatesOf,
  isSameTime,
  isSuperseded,
  soonestFirst,
  type RoutedPrompt,
  type WhichQuestion,
} from './which-question.js';

/**
 * APPLY: this question is answered so. LATE: it cannot be any more, its session tells how it stands. WHICH: several could
 * be meant, ask. INBOX: for a person; `clear` where it was one of our options all the same. IGNORE: nothing to do.
 */
export type TextRoute<P extends RoutedPrompt> =
  | { kind: 'OPT_OUT' | 'OPT_IN' | 'IGNORE' }
  | { kind: 'INBOX'; clear: boolean }
  | { kind: 'APPLY' | 'LATE'; prompt: P; intent: ReplyIntent; questionId: string | null }
  | { kind: 'WHICH'; soonest: P[]; intent: ReplyIntent };

export interface RouteTextInput<P extends RoutedPrompt> {
  text: string;
  /** All prompts of the number, newest first; it may be shared by several patients. */
  prompts: readonly P[];
  /** The number's open "which one?", asked before this text came. */
  question: WhichQuestion | null;
  /** In which times are told. */
  timeZone: string;
  nowMs: number;
}

/** Where a text goes. An answer reaches a session only if it was named, or if it is the only one that was asked about. */
export function routeText<P extends RoutedPrompt>(input: RouteTextInput<P>): TextRoute<P> {
  const reply = readReply(input.text);
  if (reply.kind === 'OPT_OUT' || reply.kind === 'OPT_IN') return { kind: reply.kind };
  if (reply.kind === 'HELP') return { kind: 'IGNORE' };
  const named = bySelection(input) ?? byCode(input);
  if (named !== null) return named;
  return reply.kind === 'UNCLEAR' ? inbox(input) : byAnswer(input, reply.kind, reply.optIn ?? false);
}

/** "2 HFPK4": the answer and the session in one text. */
function byCode<P extends RoutedPrompt>(input: RouteTextInput<P>): TextRoute<P> | null {
  const known = input.prompts.map(({ code }) => code);
  const { codes, rest } = codesIn(input.text, known);
  if (codes.length > 1) return inbox(input);
  const prompt = input.prompts.find(({ code }) => code === codes[0]);
  const intent = readAnswer(rest);
  if (prompt === undefined || intent === null) return null;
  return answered(prompt.sessionId, intent, input);
}

/** "B", "the first", "thu", "08:30", or the code alone, while "which one?" is open. */
function bySelection<P extends RoutedPrompt>(input: RouteTextInput<P>): TextRoute<P> | null {
  const { prompts, text, timeZone } = input;
  const question = openQuestion(input);
  if (question === null) return null;
  const open = openPrompts(input);
  const selection = readSelection(text, candidatesOf(question, prompts, open), timeZone);
  if (selection.kind === 'NONE') return null;
  if (selection.kind === 'UNCLEAR') return inbox(input);
  if (selection.bare && selection.intent !== question.intent) return inbox(input);
  const intent = selection.intent ?? question.intent;
  const [first, ...others] = selection.named;
  const one = others.every(({ sessionId }) => sessionId === first?.sessionId) ? first : undefined;
  if (one !== undefined && selection.byCode && selection.intent !== null) return answered(one.sessionId, intent, input);
  // A session that was moved is named by its old time and by its new one: what was shown comes first.
  const shown = one?.shown ?? null;
  const prompt = open.find((candidate) => shown !== null && isSameTime(shown, candidate));
  if (prompt !== undefined) return { kind: 'APPLY', prompt, intent, questionId: question.id };
  if (isSuperseded(question, open) && open.length > 1) return which(open, intent);
  const outdated = prompts.find(({ promptId }) => promptId === shown?.promptId);
  return outdated === undefined ? inbox(input) : { kind: 'LATE', prompt: outdated, intent, questionId: question.id };
}

function byAnswer<P extends RoutedPrompt>(input: RouteTextInput<P>, intent: ReplyIntent, optIn: boolean): TextRoute<P> {
  const { text } = input;
  const choice = choosePrompt(input);
  switch (choice.kind) {
    case 'NONE':
      return optIn ? { kind: 'OPT_IN' } : inbox(input);
    case 'LATE':
      return { kind: 'LATE', prompt: choice.prompt, intent, questionId: null };
    case 'PROMPT':
      if (isTurned(input, intent, text) || isSecondThought([choice.prompt], intent, text)) return inbox(input);
      return { kind: 'APPLY', prompt: choice.prompt, intent, questionId: null };
    case 'ASK':
      if (isTurned(input, intent, text)) return inbox(input);
      return isBareAnswer(text) && isSecondThought(choice.prompts, intent, text)
        ? inbox(input)
        : which(choice.prompts, intent);
  }
}

/** By a name the session is plain, whatever else is open. */
function answered<P extends RoutedPrompt>(
  sessionId: string,
  intent: ReplyIntent,
  input: RouteTextInput<P>,
): TextRoute<P> {
  const prompt = promptOfSession(sessionId, input);
  if (prompt === null) return inbox(input);
  return { kind: isOpen(prompt, input.nowMs) ? 'APPLY' : 'LATE', prompt, intent, questionId: null };
}

function openQuestion<P extends RoutedPrompt>({ question, nowMs }: RouteTextInput<P>): WhichQuestion | null {
  return question !== null && Date.parse(question.expiresAt) > nowMs ? question : null;
}

/** "ok" or "no" to "which one?" is no new answer that could take the place of the one that waits. */
function isTurned<P extends RoutedPrompt>(input: RouteTextInput<P>, intent: ReplyIntent, words: string): boolean {
  const question = openQuestion(input);
  return question !== null && question.intent !== intent && isBareAnswer(words);
}

const which = <P extends RoutedPrompt>(open: readonly P[], intent: ReplyIntent): TextRoute<P> => ({
  kind: 'WHICH',
  soonest: soonestFirst(open),
  intent,
});

const inbox = <P extends RoutedPrompt>({ text }: RouteTextInput<P>): TextRoute<P> => ({
  kind: 'INBOX',
  clear: isOption(text),
});

/** After an answer "ok thanks" is courtesy: another answer must be one of the options that were offered. */
function isSecondThought(prompts: readonly RoutedPrompt[], intent: ReplyIntent, text: string): boolean {
  return !isOption(text) && prompts.some(({ answer }) => answer !== null && answer !== intent);
}

const isOption = (text: string): boolean => /^\W*[123]\W*$/.test(text.normalize('NFKC'));
