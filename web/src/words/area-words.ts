import type { Language } from '../../../domain/time/language.js';
import { useSpeech } from './use-words.js';

/** A hook for the words of one area, which are loaded with its pages rather than with the app. */
export function areaWords<W>(catalogues: Record<Language, W>): () => W {
  return function useAreaWords() {
    return catalogues[useSpeech().language];
  };
}
