import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A record of a stand-in's collection; `id` is the collection's own number. */
export type Item = Record<string, unknown> & { id: number };

/** A field's text; empty where there is none. */
export function textOf(item: Item | undefined, field: string): string {
  const value = item?.[field];
  return typeof value === 'string' ? value : '';
}

type Entry = ['put', string, Item] | ['delete', string, number] | ['clear', string] | ['data', string, unknown];

/** What the plugins of `emulate` expect of a collection. */
export interface Collection {
  insert(data: Record<string, unknown>): Item;
  get(id: number): Item | undefined;
  findBy(field: string, value: unknown): Item[];
  findOneBy(field: string, value: unknown): Item | undefined;
  update(id: number, data: Record<string, unknown>): Item | undefined;
  delete(id: number): boolean;
  all(): Item[];
  count(filter?: (item: Item) => boolean): number;
  clear(): void;
}

/** What the plugins of `emulate` expect of a store. */
export interface JournalStore {
  collection(name: string, indexFields?: string[]): Collection;
  getData(key: string): unknown;
  setData(key: string, value: unknown): void;
  reset(): void;
  /** Hears of every record that is written, and of `null` where one was removed; after it was kept. */
  onChange(listener: (collection: string, item: Item | null) => void): void;
}

/**
 * A store for the stand-ins that outlives them: every change is appended to a file before it is answered, so that a
 * stand-in killed at any moment comes back with what it had acknowledged. The file is rewritten compactly at each start.
 */
export function openJournalStore(file: string): JournalStore {
  const records = new Map<string, Map<number, Item>>();
  const data = new Map<string, unknown>();
  const collections = new Map<string, Collection>();
  const of = (name: string): Map<number, Item> => records.get(name) ?? records.set(name, new Map()).get(name)!;

  for (const entry of readJournal(file)) {
    if (entry[0] === 'put') of(entry[1]).set(entry[2].id, entry[2]);
    else if (entry[0] === 'delete') of(entry[1]).delete(entry[2]);
    else if (entry[0] === 'clear') of(entry[1]).clear();
    else data.set(entry[1], entry[2]);
  }
  compact(file, records, data);

  const listeners: ((collection: string, item: Item | null) => void)[] = [];
  const record = (entry: Entry): void => {
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
    if (entry[0] === 'data') return;
    for (const listener of listeners) listener(entry[1], entry[0] === 'put' ? entry[2] : null);
  };
  return {
    collection(name, indexFields = []) {
      const known = collections.get(name);
      if (known) return known;
      const created = createCollection(name, of(name), indexFields, record);
      collections.set(name, created);
      return created;
    },
    getData: (key) => data.get(key),
    setData(key, value) {
      data.set(key, value);
      /** OAuth's pending codes live in a Map and for minutes only. */
      if (!(value instanceof Map)) record(['data', key, value]);
    },
    reset() {
      for (const collection of collections.values()) collection.clear();
      data.clear();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function createCollection(
  name: string,
  items: Map<number, Item>,
  indexFields: string[],
  record: (entry: Entry) => void,
): Collection {
  const index = new Map(indexFields.map((field) => [field, new Map<string, Set<number>>()]));
  const indexed = (item: Item, change: 'add' | 'delete'): void => {
    for (const [field, byValue] of index) {
      const key = String(item[field]);
      const ids = byValue.get(key) ?? byValue.set(key, new Set()).get(key)!;
      ids[change](item.id);
    }
  };
  for (const item of items.values()) indexed(item, 'add');
  let nextId = Math.max(0, ...items.keys()) + 1;

  const put = (item: Item): Item => {
    const previous = items.get(item.id);
    if (previous) indexed(previous, 'delete');
    items.set(item.id, item);
    indexed(item, 'add');
    record(['put', name, item]);
    return item;
  };
  const findBy = (field: string, value: unknown): Item[] => {
    const byValue = index.get(field);
    if (!byValue) return [...items.values()].filter((item) => item[field] === value);
    return [...(byValue.get(String(value)) ?? [])].map((id) => items.get(id)!);
  };

  return {
    insert(values) {
      const now = new Date().toISOString();
      return put({ ...values, id: nextId++, created_at: now, updated_at: now });
    },
    get: (id) => items.get(id),
    findBy,
    findOneBy: (field, value) => findBy(field, value)[0],
    update(id, values) {
      const existing = items.get(id);
      return existing && put({ ...existing, ...values, id, updated_at: new Date().toISOString() });
    },
    delete(id) {
      const existing = items.get(id);
      if (!existing) return false;
      indexed(existing, 'delete');
      items.delete(id);
      record(['delete', name, id]);
      return true;
    },
    all: () => [...items.values()],
    count: (filter) => (filter ? [...items.values()].filter(filter).length : items.size),
    clear() {
      items.clear();
      for (const byValue of index.values()) byValue.clear();
      record(['clear', name]);
    },
  };
}

function readJournal(file: string): Entry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Entry];
      } catch {
        /** The line that a kill cut short was never acknowledged. */
        return [];
      }
    });
}

function compact(file: string, records: Map<string, Map<number, Item>>, data: Map<string, unknown>): void {
  const entries: Entry[] = [
    ...[...records].flatMap(([name, items]) => [...items.values()].map((item): Entry => ['put', name, item])),
    ...[...data].map(([key, value]): Entry => ['data', key, value]),
  ];
  const next = `${file}.next`;
  writeFileSync(next, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
  renameSync(next, file);
}
