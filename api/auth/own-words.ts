/** Of whom a password should say nothing. */
export interface PasswordOwner {
  email: string;
  fullName: string;
}

/** Shorter words turn up in any text by chance. */
const SURE_LENGTH = 3;
const LEAST_LENGTH = 2;
/** Look-alikes become one sign, in words and passwords alike. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '4': 'a',
  '@': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '|': 'i',
  l: 'i',
  '0': 'o',
  '5': 's',
  $: 's',
  '7': 't',
};
/** More than all other signs of a password together. */
const LETTER_COST = 1_000;
const TAKEN = '\0';
const TAKEN_WITH_JOINERS = /[\s._-]*\0[\s._-]*/g;
const YEAR = /(?:19|20)\d\d/g;

/** Name and address as wholes and in their parts, for a dictionary. */
export function ownWords({ email, fullName }: PasswordOwner): string[] {
  const parts = [fullName, email].flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  return parts.filter((part) => part.length >= LEAST_LENGTH).map((part) => part.toLowerCase());
}

/**
 * What a password holds beside its owner's words, which cost who knows them nothing in whatever order: without parts of
 * name and address, forwards and backwards, what joins them, and years. The password itself where it holds none. Words
 * of two signs count only where no other letter remains.
 */
export function withoutOwnWords(password: string, owner: PasswordOwner): string {
  const signs = [...unmarked(password)];
  const words = partsOf(owner);
  const sure = without(
    signs,
    words.filter((word) => word.length >= SURE_LENGTH),
  );
  const all = without(signs, words);
  const rest = isLetter(all) ? sure : all;
  if (!rest.includes(TAKEN)) return password;
  return rest.replace(TAKEN_WITH_JOINERS, '').replace(YEAR, '');
}

/** The last label of the host says nothing of anybody. */
function partsOf({ email, fullName }: PasswordOwner): string[][] {
  const text = `${fullName} ${email.replace(/\.[^.@]*$/, '')}`;
  const words = unmarked(text).match(/\p{L}+|\p{N}+/gu) ?? [];
  const folded = [...new Set(words)].map((word) => [...word].map(fold));
  return folded.flatMap((word) => [word, [...word].reverse()]).filter((word) => word.length >= LEAST_LENGTH);
}

/** The signs with words replaced by a mark each, chosen so that the fewest letters remain, and of those the fewest signs. */
function without(signs: readonly string[], words: readonly string[][]): string {
  const folded = signs.map(fold);
  const remaining = new Array<number>(signs.length + 1).fill(0);
  const steps = new Array<number>(signs.length).fill(1);
  for (let at = signs.length - 1; at >= 0; at -= 1) {
    remaining[at] = (isLetter(signs[at] ?? '') ? LETTER_COST : 1) + (remaining[at + 1] ?? 0);
    for (const word of words) {
      const left = remaining[at + word.length];
      if (left === undefined || left >= (remaining[at] ?? 0)) continue;
      if (word.every((sign, offset) => folded[at + offset] === sign)) [remaining[at], steps[at]] = [left, word.length];
    }
  }
  let rest = '';
  for (let at = 0; at < signs.length; at += steps[at] ?? 1) rest += steps[at] === 1 ? signs[at] : TAKEN;
  return rest;
}

const isLetter = (text: string): boolean => /\p{L}/u.test(text);

/** Without accents, so that a person may write the own name with or without. */
function unmarked(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
}

function fold(sign: string): string {
  const small = sign.toLowerCase();
  return LOOK_ALIKES[small] ?? small;
}
