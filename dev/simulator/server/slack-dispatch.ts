import { signedSlackRequest, type SlackPayload } from '../slack-requests.js';
import { silent } from './errors.js';

/** How the bots took what Slack sent. */
export type Ack =
  | { kind: 'TAKEN'; body: AckBody }
  /** An answer that is no acknowledgement. */
  | { kind: 'REFUSED'; status: number }
  | { kind: 'LATE' }
  | { kind: 'UNREACHABLE' };

/** JSON as sent, plain words as `text`, nothing as an empty object. */
export type AckBody = Record<string, unknown>;

export type SlackDispatch = (payload: SlackPayload) => Promise<Ack>;

/** Slack gives up on an acknowledgement after this long; the bot goes on working. */
const ACK_WITHIN_MS = 3_000;

/** Sends to the bots what Slack would send, signed. */
export function createSlackDispatch(options: { eventsUrl: string; signingSecret: string }): SlackDispatch {
  return async (payload) => {
    const signal = AbortSignal.timeout(ACK_WITHIN_MS);
    try {
      const { signingSecret, eventsUrl: url } = options;
      const response = await signedSlackRequest({ payload, signingSecret, url, signal });
      const text = await response.text();
      return response.ok ? { kind: 'TAKEN', body: readBody(text) } : { kind: 'REFUSED', status: response.status };
    } catch {
      return { kind: signal.aborted ? 'LATE' : 'UNREACHABLE' };
    }
  };
}

/** What was acknowledged; otherwise a failure, with one sentence about the bots. */
export function taken(ack: Ack, before = ''): AckBody {
  if (ack.kind === 'TAKEN') return ack.body;
  throw silent(`${before}${whatHappened(ack)}`);
}

function whatHappened(ack: Exclude<Ack, { kind: 'TAKEN' }>): string {
  switch (ack.kind) {
    case 'LATE':
      return `The bots did not answer within ${ACK_WITHIN_MS / 1_000} seconds.`;
    case 'UNREACHABLE':
      return 'The bots do not answer.';
    case 'REFUSED':
      return `The bots answered with HTTP ${ack.status}.`;
  }
}

function readBody(text: string): AckBody {
  if (text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as AckBody) : { text };
  } catch {
    return { text };
  }
}
