import { plainText, type PlainText } from './normalise.js';
import { readSubscription } from './subscription.js';
import { createVocabulary, type Meaning, type Vocabulary } from './vocabulary.js';

export type ReplyIntent = 'CONFIRM' | 'DECLINE' | 'CHANGE';
export type ReplyKind = 'OPT_OUT' | 'OPT_IN' | 'HELP' | ReplyIntent | 'UNCLEAR';

export interface Reply {
  kind: ReplyKind;
  /** For opt-out, opt-in and help: `provider` words are answered and enforced by Twilio, the others are ours. */
  keyword?: 'provider' | 'own';
  /** A bare YES or SÍ confirms an open prompt and opts in as well; without a prompt it is the opt-in alone. */
  optIn?: boolean;
}

const VOCABULARY = createVocabulary();
const UNCLEAR: Reply = { kind: 'UNCLEAR' };
const LONGEST_ANSWER_WORDS = 14;

/**
 * Reads what somebody texted. Only a text all of whose words are known, and agree, is an answer; negated, doubtful
 * and double texts, bare signs and reactions to our own message go to people.
 */
export function readReply(text: string): Reply {
  if (isReaction(text)) return UNCLEAR;
  const plain = plainText(text);
  const subscription = readSubscription(text, plain.tokens);
  if (subscription !== null) return { kind: subscription.kind, keyword: subscription.keyword };
  const intent = readIntent(plain, VOCABULARY);
  if (intent === null) return UNCLEAR;
  const alone = plain.tokens.filter((token) => token !== ',').join(' ');
  if (intent === 'CONFIRM' && (alone === 'yes' || alone === 'si')) {
    return { kind: intent, optIn: true, keyword: text.trim().toLowerCase() === 'yes' ? 'provider' : 'own' };
  }
  return { kind: intent };
}

/** The answer alone, where it is known that the text is about a session and not about receiving texts. */
export function readAnswer(text: string): ReplyIntent | null {
  return isReaction(text) ? null : readIntent(plainText(text), VOCABULARY);
}

/** What the words of a text mean, one after the other; null when a word is not known. */
export function readWords(tokens: readonly string[]): (Meaning | 'PAUSE')[] | null {
  return meaningsOf(tokens, VOCABULARY);
}

function readIntent(plain: PlainText, vocabulary: Vocabulary): ReplyIntent | null {
  if (plain.tokens.length > LONGEST_ANSWER_WORDS * 2) return null;
  const meanings = meaningsOf(plain.tokens, vocabulary);
  if (meanings === null || hasNegatedAnswer(meanings)) return null;
  const intents = new Set(meanings.map(intentOf).filter((intent) => intent !== null));
  const [intent] = intents;
  if (intent === undefined || intents.size > 1) return null;
  if (intent === 'CHANGE') return intent;
  const asks = plain.doubtful || meanings.includes('ASK');
  return asks || (intent === 'CONFIRM' && plain.refusing) ? null : intent;
}

/** The text cut into the longest known phrases; null when a word is not known. */
function meaningsOf(tokens: readonly string[], vocabulary: Vocabulary): (Meaning | 'PAUSE')[] | null {
  const meanings: (Meaning | 'PAUSE')[] = [];
  for (let at = 0; at < tokens.length;) {
    if (tokens[at] === ',') {
      meanings.push('PAUSE');
      at += 1;
      continue;
    }
    const found = longestPhraseAt(tokens, at, vocabulary);
    if (found === null) return null;
    meanings.push(found.meaning);
    at += found.length;
  }
  return meanings;
}

function longestPhraseAt(
  tokens: readonly string[],
  at: number,
  vocabulary: Vocabulary,
): { meaning: Meaning; length: number } | null {
  for (let length = Math.min(vocabulary.longestPhrase, tokens.length - at); length > 0; length -= 1) {
    const meaning = vocabulary.meaningOf(tokens.slice(at, at + length).join(' '));
    if (meaning !== null) return { meaning, length };
  }
  return null;
}

/** "no cancel", "can't change": a negator that runs into another word turns it round, whatever it is. */
function hasNegatedAnswer(meanings: readonly (Meaning | 'PAUSE')[]): boolean {
  const said = meanings.filter((meaning) => meaning !== 'NEUTRAL');
  return said.some((meaning, index) => {
    const next = said[index + 1];
    return meaning === 'NEGATOR' && next !== undefined && next !== 'PAUSE' && next !== 'NEGATOR';
  });
}

/** What a word answers by itself; a bare negation declines. */
export function intentOf(meaning: Meaning | 'PAUSE'): ReplyIntent | null {
  switch (meaning) {
    case 'CONFIRM':
    case 'DECLINE':
    case 'CHANGE':
      return meaning;
    case 'NEGATOR':
      return 'DECLINE';
    case 'NEUTRAL':
    case 'ASK':
    case 'PAUSE':
      return null;
  }
}

const REACTIONS =
  'liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted .{1,20} to|removed an? .{1,30} from|' +
  'le gusto|le gust[oó] a|me gusta|me encanta|no me gusta|le encant[oó]|se ri[oó] de|me divierte|' +
  'exclam[oó] por|pregunt[oó] por|reaccion[oó] .{1,20} a|destac[oó]|quit[oó] .{1,30} de';
const REACTION = new RegExp(`^[\\p{Cf}\\s]*(?:${REACTIONS}|\\P{L}{1,12} to|\\P{L}{1,12} a)\\s*[“"«‘']`, 'iu');

/** Phones send a reaction as a text that quotes ours, STOP and 1 included. */
export const isReaction = (text: string): boolean => REACTION.test(text);
