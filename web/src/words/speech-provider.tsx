import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { languageOf, type Language } from '../../../domain/time/language.js';
import { createLanguageSetting } from '../settings/language.js';
import { browserStorage } from '../settings/storage.js';
import { english, type Words } from './english.js';
import { spanish } from './spanish.js';
import { SpeechContext, type Speech } from './use-words.js';

const WORDS: Record<Language, Words> = { en: english, es: spanish };

/** The language of the page: chosen here before, or of the account, or the browser's. */
export function SpeechProvider({ children }: { children: ReactNode }) {
  const [setting] = useState(() => createLanguageSetting(browserStorage(window)));
  const [language, setLanguage] = useState(() => setting.read() ?? languageOf(navigator.language));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({
      language,
      words: WORDS[language],
      choose(chosen) {
        setting.choose(chosen);
        setLanguage(chosen);
      },
      suggest(suggested) {
        if (setting.read() === null) setLanguage(suggested);
      },
    }),
    [language, setting],
  );
  return (
    <I18nProvider locale={language}>
      <SpeechContext value={speech}>{children}</SpeechContext>
    </I18nProvider>
  );
}
