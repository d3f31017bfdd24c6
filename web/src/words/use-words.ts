import { createContext, useContext } from 'react';
import type { Language } from '../../../domain/time/language.js';
import { english, type Words } from './english.js';

export interface Speech {
  language: Language;
  words: Words;
  /** The person's own choice, which this browser remembers. */
  choose(language: Language): void;
  /** The language of an account, where nothing was chosen in this browser. */
  suggest(language: Language): void;
}

export const SpeechContext = createContext<Speech>({
  language: 'en',
  words: english,
  choose: () => undefined,
  suggest: () => undefined,
});

export const useSpeech = (): Speech => useContext(SpeechContext);
export const useWords = (): Words => useSpeech().words;
