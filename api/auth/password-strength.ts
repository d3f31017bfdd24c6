import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Of whom a password should say nothing. */
export interface PasswordOwner {
  email: string;
  fullName: string;
}

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

/** Judges passwords by how many guesses they take, with dictionaries in English and Spanish and the owner's own words. */
export function createPasswordStrength(): PasswordStrength {
  let loading: Promise<ZxcvbnFactory> | undefined;
  const judge = (): Promise<ZxcvbnFactory> => (loading ??= loadJudge());

  return {
    async faultIn(password, owner) {
      const { score, feedback } = (await judge()).check(password.slice(0, JUDGED_CHARACTERS), wordsOf(owner));
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

/** Name and address as wholes and in their parts. */
function wordsOf({ email, fullName }: PasswordOwner): string[] {
  const parts = [fullName, email].flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  return parts.filter((part) => part.length > 1).map((part) => part.toLowerCase());
}
