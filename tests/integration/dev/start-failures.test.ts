import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PROJECT_ROOT } from '../../../dev/supervisor/entry.js';
import { freePortBase } from '../../support/free-ports.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'clinic-start-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function npmStart(...args: string[]): Promise<{ code: number; errors: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['bin/start.mjs', ...args], { cwd: PROJECT_ROOT }, (error, _out, errors) =>
      resolve({ code: error ? (child.exitCode ?? -1) : 0, errors }),
    );
  });
}

test('a taken port ends in one sentence with the remedy', async () => {
  const base = await freePortBase();
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(base + 1, '127.0.0.1', resolve));
  try {
    const { code, errors } = await npmStart('--port-base', String(base), '--data-dir', folder);
    expect(code).toBe(1);
    expect(errors.trim()).toMatch(
      new RegExp(`^Cannot start: Port ${base + 1} \\(bots\\) is taken .* --port-base \\d+.*$`),
    );
  } finally {
    holder.close();
  }
});

test('--fresh does not empty a folder that is not a stack’s', async () => {
  writeFileSync(join(folder, 'thesis.txt'), 'ten years of work');
  const { code, errors } = await npmStart('--fresh', '--data-dir', folder);
  expect(code).toBe(1);
  expect(errors).toContain('holds something else');
});

test('a port base out of range is refused', async () => {
  const { code, errors } = await npmStart('--port-base', '80');
  expect(code).toBe(1);
  expect(errors).toContain('--port-base must be');
});
