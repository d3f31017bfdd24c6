import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Item } from './collection.js';

export type Entry = ['put', string, Item] | ['delete', string, number] | ['clear', string] | ['data', string, unknown];

/** What a store holds: records by collection and id, and other things by name. */
export interface Contents {
  records: Map<string, Map<number, Item>>;
  data: Map<string, unknown>;
}

/** What a file tells, line by line; the file is then rewritten with that alone. */
export function openJournal(file: string): Contents {
  const contents: Contents = { records: new Map(), data: new Map() };
  for (const entry of readEntries(file)) {
    if (entry[0] === 'put') recordsOf(contents, entry[1]).set(entry[2].id, entry[2]);
    else if (entry[0] === 'delete') recordsOf(contents, entry[1]).delete(entry[2]);
    else if (entry[0] === 'clear') recordsOf(contents, entry[1]).clear();
    else contents.data.set(entry[1], entry[2]);
  }
  rewrite(file, contents);
  return contents;
}

export function recordsOf({ records }: Contents, collection: string): Map<number, Item> {
  return records.get(collection) ?? records.set(collection, new Map()).get(collection)!;
}

export function appendEntry(file: string, entry: Entry): void {
  appendFileSync(file, lineOf(entry));
}

const lineOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

function readEntries(file: string): Entry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Entry];
      } catch {
        // The line that a kill cut short was never acknowledged.
        return [];
      }
    });
}

function rewrite(file: string, { records, data }: Contents): void {
  const entries: Entry[] = [
    ...[...records].flatMap(([name, items]) => [...items.values()].map((item): Entry => ['put', name, item])),
    ...[...data].map(([key, value]): Entry => ['data', key, value]),
  ];
  const next = `${file}.next`;
  writeFileSync(next, entries.map(lineOf).join(''), { mode: 0o600 });
  renameSync(next, file);
}
