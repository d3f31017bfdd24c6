import { unquoted } from './normalise.js';

/** Codes of sessions that a text names, and the text without them. */
export interface NamedCodes {
  codes: string[];
  rest: string;
}

/** Looks for known codes only, as whole words in any case: what merely looks like a code names nothing. */
export function codesIn(text: string, known: readonly string[]): NamedCodes {
  const typed = unquoted(text).normalize('NFKC');
  const codes = [...new Set(known)].filter((code) => wholeWord(code).test(typed));
  return { codes, rest: codes.reduce((rest, code) => rest.replace(wholeWord(code), ' '), typed) };
}

const wholeWord = (code: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${code}(?![\\p{L}\\p{N}])`, 'giu');
