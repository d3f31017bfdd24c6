import { createOpenApiCheck } from '../../support/openapi-check.js';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

export interface Ask {
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: string | Uint8Array<ArrayBuffer>;
  key?: string;
  headers?: Record<string, string>;
}

export interface Caller {
  ask<T = Record<string, unknown>>(method: string, path: string, ask?: Ask): Promise<Answer<T>>;
  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>>;
  post<T = Record<string, unknown>>(path: string, body?: unknown, key?: string): Promise<Answer<T>>;
  patch<T = Record<string, unknown>>(path: string, body: unknown, key?: string): Promise<Answer<T>>;
}

const check = createOpenApiCheck();

/** Calls the API with these headers; every answer is checked against the committed OpenAPI document. */
export function createCaller(origin: string, identity: Record<string, string>): Caller {
  async function ask<T>(method: string, path: string, options: Ask = {}): Promise<Answer<T>> {
    const payload = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(origin + (path.startsWith('/.') ? path : `/api/v1${path}`), {
      method,
      body: payload,
      headers: {
        ...identity,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
        ...options.headers,
      },
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    const body: unknown = contentType.includes('json') ? JSON.parse(text) : text;
    check({ method, path: new URL(response.url).pathname, status: response.status, contentType, body });
    return { status: response.status, headers: response.headers, body: body as T };
  }
  return {
    ask,
    get: (path) => ask('GET', path),
    post: (path, body, key) => ask('POST', path, { body, key }),
    patch: (path, body, key) => ask('PATCH', path, { body, key }),
  };
}

/** A caller with an access token. */
export function bearer(origin: string, accessToken: string): Caller {
  return createCaller(origin, { authorization: `Bearer ${accessToken}` });
}
