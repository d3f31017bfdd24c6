import type { Api } from '../api/api.js';
import { bodyOf, refusalFor } from '../api/failure.js';
import type { components } from '../api/schema.js';
import type { Session } from './session-reads.js';

type Receipt = components['schemas']['DecisionReceipt'];

/** What became of a command: accepted for certain at least. The session as it is then, where it is told. */
export interface Settled {
  isApplied: boolean;
  session: Session | null;
}

const LOOK_AGAIN_MS = 700;
const PATIENCE_MS = 20_000;

/** Waits a while for a command to be applied. Throws the refusal, whenever it comes, or `Unreachable`. */
export async function settled(
  { call }: Api,
  id: string,
  answering: Promise<{ data?: Session | Receipt; error?: unknown; response: Response }>,
): Promise<Settled> {
  // Deleting answers without a body.
  const body = (await bodyOf(answering)) as Session | Receipt | undefined;
  if (body === undefined) return { isApplied: true, session: null };
  if (!('decisionId' in body)) return { isApplied: true, session: body };
  const path = { id, decisionId: body.decisionId };
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    const { state, code, session } = await bodyOf(
      call.GET('/api/v1/sessions/{id}/decisions/{decisionId}', { params: { path } }),
    );
    if (state === 'APPLIED') return { isApplied: true, session: session ?? null };
    if (state === 'REFUSED') throw refusalFor(code ?? 'invalid_transition');
  }
  return { isApplied: false, session: null };
}
