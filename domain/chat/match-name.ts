export interface NamedItem {
  id: string;
  name: string;
}

/** SEVERAL: ask back with these. NONE: `near` are names that look alike, to be offered. */
export type NameMatch<T extends NamedItem> =
  { kind: 'FOUND'; item: T } | { kind: 'SEVERAL'; items: T[] } | { kind: 'NONE'; near: T[] };

/** Left out where other words remain: `dr-haddad` is Haddad, `room blue` is Blue. */
const FILLERS = new Set([
  'dr',
  'dra',
  'doctor',
  'doctora',
  'prof',
  'professor',
  'mr',
  'mrs',
  'ms',
  'miss',
  'room',
  'rm',
  'the',
]);

const LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/**
 * Finds who or what is meant, forgivingly: the whole name before whole words of it, these before beginnings of words,
 * these before any part. Only the best kind of match counts, and only if it is a single one.
 */
export function matchName<T extends NamedItem>(query: string, items: readonly T[]): NameMatch<T> {
  const asked = wordsOf(query);
  if (asked.length === 0) return { kind: 'NONE', near: [] };
  for (const fits of [isSame, hasWords, hasBeginnings, hasPart]) {
    const found = items.filter(({ name }) => fits(asked, wordsOf(name)));
    const [item] = found;
    if (item !== undefined) return found.length === 1 ? { kind: 'FOUND', item } : { kind: 'SEVERAL', items: found };
  }
  return { kind: 'NONE', near: items.filter(({ name }) => looksAlike(asked, wordsOf(name))) };
}

function wordsOf(text: string): string[] {
  const words = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđðþßæœı]/gu, (letter) => LETTERS[letter] ?? letter)
    .replace(/['’`]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !FILLERS.has(word));
  return telling.length > 0 ? telling : words;
}

type Fit = (asked: readonly string[], name: readonly string[]) => boolean;

const isSame: Fit = (asked, name) => asked.join(' ') === name.join(' ');
const hasWords: Fit = (asked, name) => eachFinds(asked, name, (word, part) => part === word);
const hasBeginnings: Fit = (asked, name) => eachFinds(asked, name, (word, part) => part.startsWith(word));
const hasPart: Fit = (asked, name) => name.join(' ').includes(asked.join(' '));
const looksAlike: Fit = (asked, name) =>
  asked.some((word) => word.length > 3 && name.some((part) => differsLittle(word, part)));

/** Each asked word has a word of the name for itself. */
function eachFinds(
  asked: readonly string[],
  name: readonly string[],
  fits: (word: string, part: string) => boolean,
): boolean {
  const free = [...name];
  return asked.every((word) => {
    const at = free.findIndex((part) => fits(word, part));
    if (at >= 0) free.splice(at, 1);
    return at >= 0;
  });
}

/** At most one letter missing, added, other or swapped with its neighbour. */
export function differsLittle(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false;
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  const [a, b] = [left.slice(at), right.slice(at)];
  const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return swapped || a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);
}
