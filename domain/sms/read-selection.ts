import { DateTime } from 'luxon';
import { zoneAbbreviation } from '../time/zone-name.js';
import { NAMED, takeDay, takeTimes, type Criterion, type SpokenOption } from './calendar-criteria.js';
import { answerBeside, COURTESY, LINKS } from './answer-beside.js';
import { isReaction, readWords, type ReplyIntent } from './grammar.js';
import { foldedText, plainText } from './normalise.js';
import { codesIn } from './session-codes.js';

/** A session that may be named, by what was shown of it. */
export interface Selectable {
  code: string;
  startsAt: string;
  /** A to D; null where the options were not lettered. */
  letter: string | null;
  /** Only where the number is shared by several patients. */
  patientName: string | null;
}

/**
 * NAMED: those that all of the words fit, and the answer that was said with it; `bare` where that was a yes or no.
 * UNCLEAR: it speaks of options, but not plainly. NONE: it names no option at all.
 */
export type Selection<S extends Selectable> =
  | { kind: 'NAMED'; named: S[]; intent: ReplyIntent | null; bare: boolean; byCode: boolean }
  | { kind: 'UNCLEAR' }
  | { kind: 'NONE' };

/** Also those that were not offered: they name nothing, and are no words of an answer. */
const LETTERS = ['a', 'b', 'c', 'd'];
/** What may stand beside the letter A, which is a word of both languages. */
const BESIDE_A = new Set(
  'option opcion answer reply choose choice i pick the please pls por favor porfavor thanks thank you gracias hi hello hola my 1 2 3'.split(
    ' ',
  ),
);
const MOST_WORDS = 20;

/** Reads an answer to "which one?": a letter, a place in the list, a time, a day, a code, a name. */
export function readSelection<S extends Selectable>(
  text: string,
  options: readonly S[],
  timeZone: string,
): Selection<S> {
  if (isReaction(text)) return { kind: 'NONE' };
  const { codes, rest } = codesIn(
    text,
    options.map(({ code }) => code),
  );
  const spoken = options.map((option) => spokenOption(option, timeZone));
  const { criteria, left, double } = taken(foldedText(rest), spoken, zonesOf(options, timeZone));
  if (criteria.length === 0 && codes.length === 0 && !double) return { kind: 'NONE' };
  const said = double || codes.length > 1 ? null : answerBeside(left);
  const { doubtful, refusing } = plainText(text);
  if (said === null || doubtful || refusing || left.length > MOST_WORDS) return { kind: 'UNCLEAR' };
  const count = options.filter(({ letter }) => letter !== null).length;
  const named = options.filter((option, at) => {
    const words = spoken[at];
    const fits = words !== undefined && criteria.every((criterion) => criterion(words, count));
    return fits && codes.every((code) => code === option.code);
  });
  return { kind: 'NAMED', named, byCode: codes.length > 0, ...said };
}

function spokenOption({ letter, startsAt, patientName }: Selectable, timeZone: string): SpokenOption {
  const { weekday, day, month, hour, minute } = DateTime.fromISO(startsAt, { zone: timeZone });
  const names = foldedText(patientName ?? '').split(/[^\p{L}]+/u);
  const index = letter === null ? null : letter.charCodeAt(0) - 'A'.charCodeAt(0);
  return { index, weekday, day, month, hour, minute, names: names.filter((name) => name.length > 1) };
}

function zonesOf(options: readonly Selectable[], timeZone: string): ReadonlySet<string> {
  return new Set(options.map(({ startsAt }) => zoneAbbreviation(Date.parse(startsAt), timeZone).toLowerCase()));
}

/** The criteria in a text, and its other words; `NAMED` stands where an option was named. */
function taken(
  text: string,
  options: readonly SpokenOption[],
  zones: ReadonlySet<string>,
): { criteria: Criterion[]; left: string[]; double: boolean } {
  const criteria: Criterion[] = [];
  const tokens = takeTimes(text, criteria)
    .replace(/[^\p{L}\p{N}\s]+/gu, ' , ')
    .split(/\s+/u)
    .filter((token) => token !== '' && !zones.has(token));
  const left: string[] = [];
  let double = false;
  for (let at = 0; at < tokens.length;) {
    const found = takeDay(tokens, at) ?? takeName(tokens[at] ?? '', options) ?? takeLetter(tokens, at, options);
    if (found === null) left.push(tokens[at] ?? '');
    else left.push(NAMED);
    if (found?.criterion) criteria.push(found.criterion);
    double ||= found?.criterion === null;
    at += found?.length ?? 1;
  }
  return { criteria, left, double };
}

function takeName(token: string, options: readonly SpokenOption[]): { criterion: Criterion; length: number } | null {
  if (!options.some(({ names }) => names.includes(token)) || readWords([token]) !== null) return null;
  return { criterion: ({ names }) => names.includes(token), length: 1 };
}

function takeLetter(
  tokens: readonly string[],
  at: number,
  options: readonly SpokenOption[],
): { criterion: Criterion; length: number } | null {
  const token = tokens[at] ?? '';
  const index = LETTERS.indexOf(token);
  if (index < 0 || options.every((option) => option.index === null)) return null;
  if (token === 'a' && !isLetterA(tokens, at)) return null;
  return { criterion: (option) => option.index === index, length: 1 };
}

/** Not the article of "a change", nor the preposition of "a las nueve". */
function isLetterA(tokens: readonly string[], at: number): boolean {
  if (LINKS.has(tokens[at + 1] ?? '')) return false;
  return tokens.every((token, place) => {
    const plain = BESIDE_A.has(token) || LINKS.has(token) || COURTESY.has(token) || /^(?:[a-d,]|\d.*)$/u.test(token);
    return place === at || plain || token === NAMED || besideDay(tokens, place);
  });
}

/** Within the words of a date. */
function besideDay(tokens: readonly string[], at: number): boolean {
  return [at - 1, at].some((start) => (takeDay(tokens, start)?.length ?? 0) > at - start);
}
