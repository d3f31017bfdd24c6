/** A record of a stand-in's collection; `id` is the collection's own number. */
export type Item = Record<string, unknown> & { id: number };

/** A field's text; empty where there is none. */
export function textOf(item: Item | undefined, field: string): string {
  const value = item?.[field];
  return typeof value === 'string' ? value : '';
}

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

/** Hears what is about to be acknowledged. */
export interface Keeper {
  put(item: Item): void;
  delete(id: number): void;
  clear(): void;
}

/** A collection over records that are there already, found fast by the given fields. */
export function createCollection(records: Map<number, Item>, indexFields: string[], keeper: Keeper): Collection {
  const items = createIndexedItems(records, indexFields);
  let nextId = Math.max(0, ...records.keys()) + 1;
  const put = (item: Item): Item => {
    items.put(item);
    keeper.put(item);
    return item;
  };

  return {
    insert(values) {
      const now = new Date().toISOString();
      return put({ ...values, id: nextId++, created_at: now, updated_at: now });
    },
    get: (id) => records.get(id),
    findBy: items.findBy,
    findOneBy: (field, value) => items.findBy(field, value)[0],
    update(id, values) {
      const existing = records.get(id);
      return existing && put({ ...existing, ...values, id, updated_at: new Date().toISOString() });
    },
    delete(id) {
      if (!items.delete(id)) return false;
      keeper.delete(id);
      return true;
    },
    all: () => [...records.values()],
    count: (filter) => (filter ? [...records.values()].filter(filter).length : records.size),
    clear() {
      items.clear();
      keeper.clear();
    },
  };
}

/** Changes the records and what they are found by, together. */
function createIndexedItems(records: Map<number, Item>, fields: string[]) {
  const index = new Map(fields.map((field) => [field, new Map<string, Set<number>>()]));
  const note = (item: Item, what: 'add' | 'delete'): void => {
    for (const [field, byValue] of index) {
      const key = String(item[field]);
      const ids = byValue.get(key) ?? byValue.set(key, new Set()).get(key)!;
      ids[what](item.id);
    }
  };
  for (const item of records.values()) note(item, 'add');

  return {
    /** A record that is replaced keeps its place. */
    put(item: Item): void {
      const previous = records.get(item.id);
      if (previous) note(previous, 'delete');
      records.set(item.id, item);
      note(item, 'add');
    },
    delete(id: number): boolean {
      const item = records.get(id);
      if (item) note(item, 'delete');
      return records.delete(id);
    },
    findBy(field: string, value: unknown): Item[] {
      const byValue = index.get(field);
      if (!byValue) return [...records.values()].filter((item) => item[field] === value);
      return [...(byValue.get(String(value)) ?? [])].map((id) => records.get(id)!);
    },
    clear(): void {
      records.clear();
      for (const byValue of index.values()) byValue.clear();
    },
  };
}
