import { BASE_PATH, type Operation } from '../contract/operation.js';

/** The parts of a call, whatever the operation. */
export interface LooseCall {
  params?: Record<string, unknown>;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  idempotencyKey?: string;
}

/** Path with its parameters filled in and the query appended. */
export function urlOf(baseUrl: string, operation: Operation, call: LooseCall): URL {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(call.params?.[name])),
  );
  const url = new URL((operation.root ? '' : BASE_PATH) + path, baseUrl);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
  }
  return url;
}

/** Method, headers and body of a call. */
export function initOf(operation: Operation, call: LooseCall, authorization: string, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json', authorization };
  if (call.idempotencyKey !== undefined) headers['idempotency-key'] = call.idempotencyKey;
  if (call.body === undefined) return { method: operation.method, headers, signal };
  headers['content-type'] = 'application/json';
  return { method: operation.method, headers, body: JSON.stringify(call.body), signal };
}
