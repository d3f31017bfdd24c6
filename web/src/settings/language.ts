import { languageOf, type Language } from '../../../domain/time/language.js';
import type { TextStorage } from './storage.js';

const KEY = 'language';

/** The language that was chosen in this browser; null where none was. */
export function createLanguageSetting(storage: TextStorage) {
  return {
    read(): Language | null {
      const kept = storage.get(KEY);
      return kept === null ? null : languageOf(kept);
    },
    choose: (language: Language) => storage.set(KEY, language),
  };
}
