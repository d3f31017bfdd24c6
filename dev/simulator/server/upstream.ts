import { silent } from './errors.js';

const TIMEOUT_MS = 5_000;

export interface Upstream {
  /** Any answer, whatever its status; a failure with 502 where none comes in time. */
  send(path: string, init?: RequestInit & { timeoutMs?: number }): Promise<Response>;
  /** The JSON of a success; a failure with 502 for anything else. */
  json<T>(path: string, init?: RequestInit & { timeoutMs?: number }): Promise<T>;
}

/** One of the processes that the page shows; `name` begins the sentence when it is silent, such as `The mailbox`. */
export function createUpstream(name: string, origin: string, headers: Record<string, string> = {}): Upstream {
  async function send(path: string, init: RequestInit & { timeoutMs?: number } = {}): Promise<Response> {
    const { timeoutMs = TIMEOUT_MS, ...rest } = init;
    try {
      return await fetch(new URL(path, origin), {
        signal: AbortSignal.timeout(timeoutMs),
        ...rest,
        headers: { ...headers, ...(rest.headers as Record<string, string> | undefined) },
      });
    } catch (error) {
      throw silent(`${name} does not answer.`, error);
    }
  }

  return {
    send,
    async json<T>(path: string, init?: RequestInit & { timeoutMs?: number }): Promise<T> {
      const response = await send(path, init);
      if (!response.ok) throw await unexpected(name, response);
      return readJson<T>(name, response);
    },
  };
}

/** The body is read to its end, so that the connection can be used again. */
export async function unexpected(name: string, response: Response): Promise<Error> {
  await response.arrayBuffer();
  return silent(`${name} answered with HTTP ${response.status}.`);
}

async function readJson<T>(name: string, response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw silent(`${name} broke off its answer, or sent something other than JSON.`, error);
  }
}

/** The parts of a request that sends JSON. */
export function sending(method: 'POST' | 'PUT', body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export const basicAuth = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
