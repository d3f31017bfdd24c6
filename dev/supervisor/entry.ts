import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessSpec } from './launch.js';

/** The project's folder. */
export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The argument that tells one stack's processes from another's, in a list of processes and to whoever cleans up. */
export function stackMark(dataDir: string): string {
  return `--stack=${resolve(dataDir)}`;
}

/** A process of ours, run from its TypeScript source. */
export function entrySpec(options: {
  name: string;
  entry: string;
  env: Record<string, string | undefined>;
  dataDir: string;
  logFile: string;
}): ProcessSpec {
  return {
    name: options.name,
    command: process.execPath,
    args: ['--import', 'tsx', join(PROJECT_ROOT, options.entry), stackMark(options.dataDir)],
    env: { NODE_OPTIONS: undefined, NODE_ENV: 'development', ...options.env },
    cwd: PROJECT_ROOT,
    logFile: options.logFile,
  };
}
