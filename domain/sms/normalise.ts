/** A text made comparable: lower case, no accents, no emoji, words and commas only. */
export interface PlainText {
  /** Words, and `,` wherever punctuation parted them. */
  tokens: string[];
  /** A question or doubt was in the signs. */
  doubtful: boolean;
  /** A sign of refusal, such as a thumb down. */
  refusing: boolean;
}

const DOUBT = /[?¿؟❓❔🤔🤷]/u;
const REFUSAL = /[👎❌🚫🙅✖⛔]/u;
/** Arabic-Indic, Persian and Devanagari digits are not folded by NFKC. */
const FOREIGN_DIGITS = ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '०१२३४५६७८९'];

/** What was typed, without the lines that quote an earlier text. */
export function unquoted(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('>'))
    .join('\n');
}

/** Width, case, accents, apostrophes and foreign digits folded away; signs and times stay. */
export function foldedText(text: string): string {
  return folded(compatibleText(text));
}

/** Folds width, case, accents, apostrophes and signs, so that `Ｓí!!`, `si` and `"SÍ"` read alike. */
export function plainText(text: string): PlainText {
  const compatible = compatibleText(text);
  const words = folded(compatible)
    .replace(/\d+[:.h]\d+/gu, ' clocktime ')
    .replace(/\+\s*\d+/gu, ' plus ')
    .replace(/[^\p{L}\p{N}\s]+/gu, ' , ')
    .split(/\s+/u)
    .filter((word) => word !== '');
  return {
    tokens: words.map(withoutEcho),
    doubtful: DOUBT.test(compatible),
    refusing: REFUSAL.test(compatible),
  };
}

const compatibleText = (text: string): string => foreignDigitsFolded(unquoted(text).normalize('NFKC'));

function folded(compatible: string): string {
  return compatible
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}\uFE0F\u20E3]/gu, '')
    .replace(/['’‘´`ʼ]/gu, '');
}

/** `yesss` and `siiii` say no more than `yes` and `si`. */
function withoutEcho(word: string): string {
  return word.replace(/(\p{L})\1{2,}/gu, '$1');
}

function foreignDigitsFolded(text: string): string {
  return [...text]
    .map((char) => {
      const value = FOREIGN_DIGITS.map((digits) => digits.indexOf(char)).find((index) => index >= 0);
      return value === undefined ? char : String(value);
    })
    .join('');
}
