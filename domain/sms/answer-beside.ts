import { NAMED } from './calendar-criteria.js';
import { intentOf, readWords, type ReplyIntent } from './grammar.js';
import { plainText } from './normalise.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Join what names an option to the rest. */
export const LINKS = words(
  'on at in of del de las los el la letter letra with con para for is es code codigo session cita',
);
/** Say "well then" beside an option. */
export const COURTESY = words('ok okay okey vale bueno');
/** Yes and no answer a question, but which one is not plain while another is open. */
const BARE = words('yes yess yep yup yeah yea y c si sip sii sure claro dale ok okay okey vale fine no nope nah n x r');

/** True for a yes or a no without anything else. */
export function isBareAnswer(text: string): boolean {
  return plainText(text).tokens.every(
    (token) => token === ',' || BARE.has(token) || readWords([token])?.[0] === 'NEUTRAL',
  );
}

/** What is answered in the words around; null where they are unknown, negated or at odds. */
export function answerBeside(left: readonly string[]): { intent: ReplyIntent | null; bare: boolean } | null {
  const around = left.filter((token, at) => !LINKS.has(token) && !COURTESY.has(token) && !isTheOne(left, at));
  const meanings = segmentsOf(around).map(readWords);
  if (meanings.includes(null)) return null;
  const said = meanings.flatMap((segment) => segment ?? []);
  // Between two options `y` is "and".
  if (said.includes('NEGATOR') || said.includes('ASK') || around.includes('y')) return null;
  const intents = new Set(said.map(intentOf).filter((intent) => intent !== null));
  if (intents.size > 1) return null;
  const [intent = null] = intents;
  return { intent, bare: intent !== null && isBareAnswer(around.filter((token) => token !== NAMED).join(' ')) };
}

/** "the first one", "the one on Thursday": no number. */
function isTheOne(tokens: readonly string[], at: number): boolean {
  return tokens[at] === 'one' && [NAMED, 'the', 'that'].includes(tokens[at - 1] ?? '');
}

/** A phrase does not reach over what named an option. */
function segmentsOf(tokens: readonly string[]): string[][] {
  const segments: string[][] = [[]];
  for (const token of tokens) {
    if (token === NAMED) segments.push([]);
    else segments.at(-1)?.push(token);
  }
  return segments;
}
