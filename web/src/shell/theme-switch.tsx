import { useState, useSyncExternalStore } from 'react';
import { Button } from 'react-aria-components';
import { browserStorage } from '../settings/storage.js';
import { applyTheme, createThemeSetting, type Theme } from '../settings/theme.js';
import { useWords } from '../words/use-words.js';

const DARK = '(prefers-color-scheme: dark)';

/** Light or dark; until one is chosen, the system's. */
export function ThemeSwitch() {
  const { shell } = useWords();
  const [setting] = useState(() => createThemeSetting(browserStorage(window)));
  const [chosen, setChosen] = useState(() => setting.read());
  const systemIsDark = useSyncExternalStore(watchSystem, () => window.matchMedia(DARK).matches);
  const isDark = chosen === null ? systemIsDark : chosen === 'dark';
  const other: Theme = isDark ? 'light' : 'dark';
  const turn = (): void => {
    setting.choose(other);
    setChosen(other);
    applyTheme(other);
  };
  return (
    <Button className="header-button icon" aria-label={isDark ? shell.useLight : shell.useDark} onPress={turn}>
      <svg
        viewBox="0 0 24 24"
        width="20"
        height="20"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      >
        {isDark ? (
          <path
            strokeLinecap="round"
            d="M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5"
          />
        ) : (
          <path strokeLinejoin="round" d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />
        )}
      </svg>
    </Button>
  );
}

function watchSystem(onChange: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
