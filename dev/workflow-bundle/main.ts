import { renameSync, writeFileSync } from 'node:fs';
import { buildWorkflowBundle } from '../../platform/temporal/workflow-bundle.js';

/** Builds the workflows' bundle into the file named by the first argument, whole or not at all. */
const file = process.argv[2];
if (!file) throw new Error('Usage: main.ts FILE');
const { code } = await buildWorkflowBundle();
const unfinished = `${file}.${process.pid}`;
writeFileSync(unfinished, code);
renameSync(unfinished, file);
