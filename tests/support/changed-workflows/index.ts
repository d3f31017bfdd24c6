import { patched, sleep } from '@temporalio/workflow';
import type { SessionInput } from '../../../workflows/session/contract.js';
import { session as sessionBefore } from '../../../workflows/session/workflow.js';

export { inbound } from '../../../workflows/inbound/workflow.js';

/** The sessions of a later build: what is new in it is guarded, so that runs under way do not notice. */
export async function session(input: SessionInput): Promise<void> {
  if (patched('a-later-change')) await sleep('1 ms');
  await sessionBefore(input);
}
