import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';

const folder = fileURLToPath(new URL('../golden/', import.meta.url));

/** Compares with a committed file; `UPDATE_GOLDEN=1` writes it anew, to be read and committed. */
export function expectGolden(name: string, text: string): void {
  const path = `${folder}${name}`;
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  expect(existsSync(path) ? readFileSync(path, 'utf8') : `${name} is missing`).toBe(text);
}
