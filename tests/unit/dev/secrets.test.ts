import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadSecrets } from '../../../dev/secrets.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'secrets.json');

test('secrets are made once, for their owner alone', () => {
  const first = loadSecrets(folder);
  expect(Buffer.from(first.accountTokenKey, 'base64')).toHaveLength(32);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  const written = readFileSync(file(), 'utf8');
  expect(loadSecrets(folder)).toEqual(first);
  expect(readFileSync(file(), 'utf8')).toBe(written);
});

test('a folder from before a secret was needed gets that one and keeps the others', () => {
  const { accountTokenKey: _unknown, ...before } = loadSecrets(folder);
  writeFileSync(file(), JSON.stringify(before));
  const after = loadSecrets(folder);
  expect(after).toMatchObject(before);
  expect(Buffer.from(after.accountTokenKey, 'base64')).toHaveLength(32);
  expect(loadSecrets(folder)).toEqual(after);
});
