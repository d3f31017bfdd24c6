import type { Failure } from '../../../contract.js';

/** A refusal or failure; the message is one sentence for the person at the page. */
export class RequestFailure extends Error {
  override name = 'RequestFailure';
}

const UNREACHABLE = 'The simulator’s own server does not answer. Is the stack still running?';

/** Reads JSON. Throws `RequestFailure`. */
export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await exchange(path, { signal })) as T;
}

/** Sends JSON and reads the answer, undefined for 204. Throws `RequestFailure`. */
export async function send<T = void>(method: 'POST' | 'PUT', path: string, body: object = {}): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return (await exchange(path, { method, headers, body: JSON.stringify(body) })) as T;
}

async function exchange(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new RequestFailure(UNREACHABLE, { cause: error });
  });
  if (!response.ok) throw new RequestFailure(await wordsOf(response));
  return response.status === 204 ? undefined : response.json();
}

async function wordsOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => null)) as Partial<Failure> | null;
  return typeof body?.error === 'string' ? body.error : `That failed (HTTP ${response.status}).`;
}
