import { createCollection, type Collection, type Item, type Keeper } from './collection.js';
import { appendEntry, openJournal, recordsOf } from './journal-file.js';

type Listener = (collection: string, item: Item | null) => void;

/** What the plugins of `emulate` expect of a store. */
export interface JournalStore {
  collection(name: string, indexFields?: string[]): Collection;
  getData(key: string): unknown;
  setData(key: string, value: unknown): void;
  reset(): void;
  /** Hears of every record that is written, and of `null` where one was removed; after it was kept. */
  onChange(listener: Listener): void;
}

/**
 * A store for the stand-ins that outlives them: every change is appended to a file before it is answered, so that a
 * stand-in killed at any moment comes back with what it had acknowledged. The file is rewritten compactly at each start.
 */
export function openJournalStore(file: string): JournalStore {
  const contents = openJournal(file);
  const collections = new Map<string, Collection>();
  const listeners: Listener[] = [];
  const tell: Listener = (...change) => listeners.forEach((listener) => listener(...change));

  return {
    collection(name, indexFields = []) {
      const known =
        collections.get(name) ?? createCollection(recordsOf(contents, name), indexFields, keeperOf(file, name, tell));
      collections.set(name, known);
      return known;
    },
    getData: (key) => contents.data.get(key),
    setData(key, value) {
      contents.data.set(key, value);
      // OAuth's pending codes live in a Map and for minutes only.
      if (!(value instanceof Map)) appendEntry(file, ['data', key, value]);
    },
    reset() {
      for (const collection of collections.values()) collection.clear();
      contents.data.clear();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** Every change of a collection goes to the file, and then to whoever listens. */
function keeperOf(file: string, name: string, tell: Listener): Keeper {
  return {
    put(item) {
      appendEntry(file, ['put', name, item]);
      tell(name, item);
    },
    delete(id) {
      appendEntry(file, ['delete', name, id]);
      tell(name, null);
    },
    clear() {
      appendEntry(file, ['clear', name]);
      tell(name, null);
    },
  };
}
