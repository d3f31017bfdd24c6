import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { format } from 'prettier';

/** Compares with `golden/<name>.json`; `UPDATE_GOLDEN=1` writes the file instead, for review in the diff. */
export async function expectGolden(name: string, value: unknown): Promise<void> {
  const file = new URL(`golden/${name}.json`, import.meta.url);
  if (process.env.UPDATE_GOLDEN === '1')
    writeFileSync(file, await format(JSON.stringify(value), { parser: 'json', printWidth: 120 }));
  if (!existsSync(file)) throw new Error(`${file.pathname} does not exist; run the test once with UPDATE_GOLDEN=1.`);
  expect(value).toEqual(JSON.parse(readFileSync(file, 'utf8')));
}
