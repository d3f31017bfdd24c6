import type { TextStorage } from './storage.js';

export type Theme = 'light' | 'dark';

const KEY = 'theme';

/** The theme that was chosen in this browser; null follows the system. */
export function createThemeSetting(storage: TextStorage) {
  return {
    read(): Theme | null {
      const kept = storage.get(KEY);
      return kept === 'light' || kept === 'dark' ? kept : null;
    },
    choose: (theme: Theme) => storage.set(KEY, theme),
  };
}

/** Style sheets read it from the root element. */
export function applyTheme(theme: Theme | null): void {
  if (theme === null) delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
