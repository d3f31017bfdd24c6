/** Small texts that this browser remembers for this origin. */
export interface TextStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

interface Kept {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The browser's own; where it keeps nothing (private windows, blocked site data), what is set lives as long as the page. */
export function browserStorage(browser: { readonly localStorage: Kept }): TextStorage {
  const meanwhile = new Map<string, string>();
  const attempt = <T>(act: () => T, instead: () => T): T => {
    try {
      return act();
    } catch {
      return instead();
    }
  };
  return {
    get: (key) =>
      meanwhile.get(key) ??
      attempt(
        () => browser.localStorage.getItem(key),
        () => null,
      ),
    set: (key, value) =>
      attempt(
        () => browser.localStorage.setItem(key, value),
        () => void meanwhile.set(key, value),
      ),
    remove(key) {
      meanwhile.delete(key);
      attempt(
        () => browser.localStorage.removeItem(key),
        () => undefined,
      );
    },
  };
}
