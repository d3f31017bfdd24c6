import { DomainError } from '../../domain/errors.js';
import { mintChatToken } from '../contract/auth.js';
import type { CallOf, Operation, ResponseOf } from '../contract/operation.js';
import { failureOf, unavailable } from './failure.js';
import { initOf, urlOf, type LooseCall } from './request.js';
import { createTokenCache } from './token-cache.js';

export { operations } from '../contract/index.js';
export type { CallOf, Operation, ResponseOf } from '../contract/operation.js';

export interface ApiClientOptions {
  /** Origin of the API, without `/api/v1`. */
  baseUrl: string;
  botClient: { id: string; secret: string };
  /** For a whole call, the minting of its token included. */
  deadlineMs: number;
  fetch?: typeof fetch;
  nowMs?: () => number;
}

/** Whom the bot speaks for: a Slack user id, or a phone in E.164 form. */
export interface ChatSubject {
  channel: 'SLACK' | 'SMS';
  subject: string;
}

export interface SubjectClient {
  /** Status and body of a success; every refusal and failure is a DomainError. `deadlineMs` replaces the client's. */
  call<O extends Operation>(operation: O, call: CallOf<O> & { deadlineMs?: number }): Promise<ResponseOf<O>>;
}

export interface ApiClient {
  as(subject: ChatSubject): SubjectClient;
  /** In the bot's own name, with its client credential: for operations that demand a bot. */
  asBot: SubjectClient;
}

/** A typed client for bots: each call goes out with a token for that one operation, on behalf of the linked person. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const send = options.fetch ?? fetch;
  const tokens = createTokenCache(options.nowMs ?? Date.now);
  const basic = `Basic ${Buffer.from(`${options.botClient.id}:${options.botClient.secret}`).toString('base64')}`;

  async function exchange(operation: Operation, call: LooseCall, authorization: string, signal: AbortSignal) {
    const url = urlOf(options.baseUrl, operation, call);
    try {
      const response = await send(url, initOf(operation, call, authorization, signal));
      if (!response.ok) throw await failureOf(response);
      return { status: response.status, body: response.status === 204 ? undefined : await response.json() };
    } catch (error) {
      throw error instanceof DomainError ? error : unavailable(error);
    }
  }

  async function tokenFor(subject: ChatSubject, operation: Operation, signal: AbortSignal): Promise<string> {
    const key = keyOf(subject, operation);
    const kept = tokens.get(key);
    if (kept !== undefined) return kept;
    const body = { ...subject, operation: operation.operationId };
    const minted = await exchange(mintChatToken, { body }, basic, signal);
    const { accessToken } = minted.body as ResponseOf<typeof mintChatToken>['body'];
    tokens.set(key, accessToken);
    return accessToken;
  }

  async function callAs(subject: ChatSubject, operation: Operation, call: LooseCall, signal: AbortSignal) {
    const authorization = `Bearer ${await tokenFor(subject, operation, signal)}`;
    try {
      return await exchange(operation, call, authorization, signal);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'unauthenticated') throw error;
      // The person's rights changed since the token was minted: one fresh token tells whether they still may.
      tokens.drop(keyOf(subject, operation));
      return exchange(operation, call, `Bearer ${await tokenFor(subject, operation, signal)}`, signal);
    }
  }

  return {
    asBot: {
      async call<O extends Operation>(operation: O, call: CallOf<O> & { deadlineMs?: number }) {
        const signal = AbortSignal.timeout(call.deadlineMs ?? options.deadlineMs);
        return (await exchange(operation, call, basic, signal)) as ResponseOf<O>;
      },
    },
    as: (subject) => ({
      async call<O extends Operation>(operation: O, call: CallOf<O> & { deadlineMs?: number }) {
        const signal = AbortSignal.timeout(call.deadlineMs ?? options.deadlineMs);
        return (await callAs(subject, operation, call, signal)) as ResponseOf<O>;
      },
    }),
  };
}

function keyOf(subject: ChatSubject, operation: Operation): string {
  return JSON.stringify([subject.channel, subject.subject, operation.operationId]);
}
