import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, FaultBoard, Service } from './faults.js';
import { strangerRefusal } from './stranger.js';

export interface ProxyOptions {
  service: Service;
  port: number;
  targetPort: number;
  faults: FaultBoard;
  /** Looks at a request before it is passed on; an answer ends it here. */
  intercept?: (path: string, form: URLSearchParams) => { status: number; body: object } | undefined;
}

/** What the product talks to in place of a server: a pass-through that breaks on demand. Paths below `/_` never break; web sites are refused. */
export async function startProxy(options: ProxyOptions): Promise<{ close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const refusal = strangerRefusal(incoming, [options.port]);
    if (refusal) return json(outgoing, refusal.status, { error: refusal.error });
    handle(options, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await listen(server, options.port);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(options: ProxyOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { service, faults } = options;
  const path = incoming.url ?? '/';
  const method = incoming.method ?? 'GET';
  const own = path.startsWith('/_');
  const fault = own ? undefined : faults.take(service, method, path);
  const note = (status: number | null): void => {
    if (!own)
      faults.record({ at: new Date().toISOString(), service, method, path, status, fault: fault?.kind ?? null });
  };
  const body = await readBody(incoming);
  if (fault && fault.kind !== 'accept_then_drop' && (await breakBefore(fault, outgoing))) {
    note(outgoing.headersSent ? outgoing.statusCode : null);
    return;
  }
  const answer = options.intercept?.(path, new URLSearchParams(body.toString('utf8')));
  if (answer) {
    note(answer.status);
    json(outgoing, answer.status, answer.body);
    return;
  }
  const response = await forward(options.targetPort, incoming, body);
  if (fault?.kind === 'accept_then_drop') {
    await delay(fault.delayMs);
    note(null);
    outgoing.destroy();
    return;
  }
  note(response.status);
  outgoing.writeHead(response.status, response.headers);
  outgoing.end(response.body);
}

/** True when the request ends here. */
async function breakBefore(fault: Fault, outgoing: ServerResponse): Promise<boolean> {
  await delay(fault.delayMs);
  switch (fault.kind) {
    case 'latency':
    case 'accept_then_drop':
    case 'undelivered':
      return false;
    case 'drop':
      outgoing.destroy();
      return true;
    case 'error':
      json(outgoing, fault.status, {
        ok: false,
        error: 'internal_error',
        code: 20500,
        message: 'Injected',
        status: fault.status,
      });
      return true;
    case 'rate_limit':
      outgoing.setHeader('Retry-After', String(fault.retryAfterSeconds));
      json(outgoing, 429, { ok: false, error: 'ratelimited', code: 20429, message: 'Too Many Requests', status: 429 });
      return true;
  }
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

function forward(port: number, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { ...incoming.headers, 'content-length': String(body.length) };
    delete headers['transfer-encoding'];
    const call = request(
      { host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers },
      (response) => {
        readBody(response).then((data) => {
          const passed = { ...response.headers, 'content-length': String(data.length) };
          delete passed['transfer-encoding'];
          delete passed.connection;
          resolve({ status: response.statusCode ?? 502, headers: passed, body: data });
        }, reject);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

async function readBody(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function json(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
