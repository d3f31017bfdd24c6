import { fullPath, type Operation } from '../../../api/contract/operation.js';
import { createOpenApiCheck } from '../../support/openapi-check.js';

/** What goes into a request beside the operation. */
export interface Wanted {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

const check = createOpenApiCheck();

/** Calls an operation with these headers as identity; the answer must be one that the OpenAPI document knows. */
export async function ask(
  origin: string,
  identity: Record<string, string>,
  operation: Operation,
  { params = {}, query = {}, body, headers = {} }: Wanted = {},
): Promise<Answer> {
  const url = new URL(
    fullPath(operation).replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? ''),
    origin,
  );
  url.search = new URLSearchParams(query).toString();
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const response = await fetch(url, {
    method: operation.method,
    body: payload,
    headers: {
      ...identity,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
  });
  const contentType = response.headers.get('content-type') ?? '';
  // A stream of events has no end to wait for.
  const endless = contentType.startsWith('text/event-stream');
  if (endless) await response.body?.cancel();
  const text = endless ? '' : await response.text();
  const parsed: unknown = contentType.includes('json') ? JSON.parse(text) : text;
  check({ method: operation.method, path: url.pathname, status: response.status, contentType, body: parsed });
  return { status: response.status, headers: response.headers, body: parsed as Record<string, unknown> };
}
