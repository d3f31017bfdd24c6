import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { ownWords, withoutOwnWords, type PasswordOwner } from './own-words.js';

export interface PasswordStrength {
  /** Why the password is too weak, in words that follow its name; null where it is strong enough. */
  faultIn(password: string, owner: PasswordOwner): Promise<string | null>;
  /** Reads the dictionaries, which takes a second; without it the first check waits for them. */
  load(): Promise<void>;
}

/** Of 0 to 4: safely unguessable. */
const LEAST_SCORE = 3;
/** What one check may cost is bound: a password this long that is weak so far is not made strong by its end. */
const JUDGED_CHARACTERS = 40;
const MOST_SUBSTITUTIONS = 10;
const OWN_WORDS =
  'is too easy to guess. Your own name and address are personal: they add nothing, in whatever order. Add other words.';

/**
 * Judges passwords by how many guesses they take, with dictionaries in English and Spanish. The owner's own words do not
 * count: what is left without them has to be strong alone.
 */
export function createPasswordStrength(): PasswordStrength {
  let loading: Promise<ZxcvbnFactory> | undefined;
  const judge = (): Promise<ZxcvbnFactory> => (loading ??= loadJudge());

  return {
    async faultIn(password, owner) {
      const judged = await judge();
      const words = ownWords(owner);
      const check = (text: string) => judged.check(text.slice(0, JUDGED_CHARACTERS), words);
      const rest = withoutOwnWords(password, owner);
      if (rest !== password && check(rest).score < LEAST_SCORE) return OWN_WORDS;
      const { score, feedback } = check(password);
      if (score >= LEAST_SCORE) return null;
      return ['is too easy to guess.', feedback.warning, ...feedback.suggestions].filter(Boolean).join(' ');
    },
    async load() {
      await judge();
    },
  };
}

async function loadJudge(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, common, english, spanish] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('@zxcvbn-ts/language-es-es'),
  ]);
  return new Factory({
    dictionary: { ...common.dictionary, ...english.dictionary, ...spanish.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
    maxLength: JUDGED_CHARACTERS,
    l33tMaxSubstitutions: MOST_SUBSTITUTIONS,
  });
}
