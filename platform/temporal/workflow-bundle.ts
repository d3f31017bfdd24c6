import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type Logger, type WorkflowBundle } from '@temporalio/worker';
import { failureConverterPath } from './data-converter.js';

const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));

/** Builds the workflows into one script. */
export function buildWorkflowBundle(logger?: Logger): Promise<WorkflowBundle> {
  return bundleWorkflowCode({ workflowsPath, failureConverterPath, ...(logger ? { logger } : {}) });
}

/** Reads a bundle that was built before; a missing one is an error, never a reason to build another. */
export async function readWorkflowBundle(path: string): Promise<WorkflowBundle> {
  return { code: await readFile(path, 'utf8') };
}
