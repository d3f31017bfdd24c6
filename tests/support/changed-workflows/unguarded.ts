import { sleep } from '@temporalio/workflow';
import type { SessionInput } from '../../../workflows/session/contract.js';
import { session as sessionBefore } from '../../../workflows/session/workflow.js';

/** The sessions of a later build that breaks runs under way. */
export async function session(input: SessionInput): Promise<void> {
  await sleep('1 ms');
  await sessionBefore(input);
}
