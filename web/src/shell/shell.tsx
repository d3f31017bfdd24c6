import { useEffect } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { languageOf } from '../../../domain/time/language.js';
import { useMe } from '../api/me.js';
import { useLiveUpdates } from '../live/use-live-updates.js';
import { useWords, useSpeech } from '../words/use-words.js';
import { Header } from './header.js';
import { OfflineBanner } from './offline-banner.js';
import { useOtherTabs } from './use-other-tabs.js';

/** What surrounds every page. */
export function Shell() {
  const words = useWords();
  const { suggest } = useSpeech();
  const me = useMe();
  useOtherTabs();
  useLiveUpdates(me.data?.id);
  const language = me.data?.language;
  useEffect(() => {
    if (language) suggest(languageOf(language));
  }, [language, suggest]);
  return (
    <>
      <a className="skip-link" href="#content" onClick={skipToContent}>
        {words.shell.skip}
      </a>
      <Header me={me.data ?? null} />
      <OfflineBanner />
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </>
  );
}

/** The address stays as it is. */
function skipToContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
