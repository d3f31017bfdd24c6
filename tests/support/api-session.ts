import { randomUUID } from 'node:crypto';

export interface ApiAnswer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

export interface ApiSession {
  get<T = Record<string, unknown>>(path: string): Promise<ApiAnswer<T>>;
  post<T = Record<string, unknown>>(path: string, body?: unknown, key?: string): Promise<ApiAnswer<T>>;
  patch<T = Record<string, unknown>>(path: string, body: unknown): Promise<ApiAnswer<T>>;
  delete<T = Record<string, unknown>>(path: string, body: unknown): Promise<ApiAnswer<T>>;
}

/** Signs in over HTTP as a client would, and keeps the access token. */
export async function signIn(origin: string, email: string, password: string): Promise<ApiSession> {
  const answer = await send(origin, 'POST', '/auth/login', { email, password }, {});
  if (answer.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(answer.body)}`);
  const authorization = `Bearer ${String(answer.body['accessToken'])}`;
  const change = <T>(
    method: string,
    path: string,
    body: unknown,
    key = randomUUID() as string,
  ): Promise<ApiAnswer<T>> => send(origin, method, path, body, { authorization, 'idempotency-key': key });
  return {
    get: (path) => send(origin, 'GET', path, undefined, { authorization }),
    post: (path, body, key) => change('POST', path, body ?? {}, key),
    patch: (path, body) => change('PATCH', path, body),
    delete: (path, body) => change('DELETE', path, body),
  };
}

async function send<T = Record<string, unknown>>(
  origin: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<ApiAnswer<T>> {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as T };
}
