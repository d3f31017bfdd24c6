/** Signs that word processors put in. */
const SIGNS = "‘ ' ’ ' ‚ ' ʼ ' ′ ' ` ' ´ ' “ \" ” \" „ \" « \" » \" ‐ - ‑ - ‒ - – - — - − - · - • - … ...";
/** Latin letters without a base letter under Unicode decomposition. */
const LATIN = 'ł l đ d ð d þ th œ oe ı i ħ h ŋ ng ə e ẞ SS º o ª a ° o';
const CYRILLIC =
  'а a б b в v г g ґ g д d е e є ye ж zh з z и i і i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya';
const GREEK = 'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o';
const SILENT = ['ъ', 'ь'];

/** What stands for a character that GSM-7 lacks; letters in lower case. */
export const SUBSTITUTES: ReadonlyMap<string, string> = new Map([
  ...[SIGNS, LATIN, CYRILLIC, GREEK].flatMap(pairs),
  ...SILENT.map((letter): [string, string] => [letter, '']),
]);

function pairs(text: string): [string, string][] {
  const words = text.split(' ');
  return words.flatMap((word, index): [string, string][] => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : []));
}
