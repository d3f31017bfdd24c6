import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import { createServer } from 'node:http';
import { z } from 'zod';
import type { Changes } from '../stand-ins/changes.js';
import type { Phones } from '../stand-ins/phones.js';
import { faultSchema, type FaultBoard } from './faults.js';
import { listen } from './proxy.js';
import { strangerRefusal } from './stranger.js';

export interface ControlOptions {
  port: number;
  faults: FaultBoard;
  phones: Phones;
  changes: Changes;
}

const HEARTBEAT_MS = 15_000;

const phoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a phone number in E.164 form, such as +15550100101');
const phoneState = z.strictObject({ optedOut: z.boolean().optional(), reachable: z.boolean().optional() });

/**
 * What the stand-ins' process is told and asked, on a port of its own; bodies are JSON:
 *
 *     GET POST DELETE /faults · DELETE /faults/{id} · GET /requests?service=
 *     GET /phones · PUT /phones/{number} { optedOut?, reachable? }
 *     GET /changes                       server-sent events { service, collection }
 */
export async function startControl(options: ControlOptions): Promise<{ close(): Promise<void> }> {
  const app = express();
  app.disable('x-powered-by');
  app.use(createGuard(options.port), express.json());
  serveFaults(app, options.faults);
  servePhones(app, options.phones);
  app.get('/changes', (_request, response) => streamChanges(response, options.changes));
  app.use((_request, response) => void response.status(404).json({ error: 'not found' }));
  app.use(onError);
  const server = createServer(app);
  await listen(server, options.port);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** No web site gets in, and a body is JSON by name, which no site sends elsewhere without asking first. */
function createGuard(port: number): RequestHandler {
  return (request, response, next) => {
    const refusal = strangerRefusal(request, [port]);
    if (refusal) return void response.status(refusal.status).json({ error: refusal.error });
    if (request.is('json') === false) {
      return void response.status(415).json({ error: 'send `content-type: application/json`' });
    }
    next();
  };
}

function serveFaults(app: Express, faults: FaultBoard): void {
  app.get('/requests', ({ query }, response) => {
    response.json({ items: faults.requests(typeof query.service === 'string' ? query.service : null) });
  });
  app.get('/faults', (_request, response) => void response.json({ items: faults.list() }));
  app.post('/faults', ({ body }, response) => {
    const { id } = faults.add(faultSchema.parse(body));
    response.status(201).json({ id });
  });
  app.delete('/faults', (_request, response) => {
    faults.clear();
    response.json({ items: [] });
  });
  app.delete('/faults/:id', ({ params }, response) => {
    if (faults.remove(Number(params.id))) response.status(204).end();
    else response.status(404).json({ error: 'no such fault' });
  });
}

function servePhones(app: Express, phones: Phones): void {
  app.get('/phones', (_request, response) => void response.json({ items: phones.list() }));
  app.put('/phones/:number', ({ params, body }, response) => {
    response.json(phones.set(phoneNumber.parse(params.number), phoneState.parse(body)));
  });
}

function streamChanges(response: Response, changes: Changes): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': listening\n\n');
  const forget = changes.listen((change) => void response.write(`data: ${JSON.stringify(change)}\n\n`));
  const heartbeat = setInterval(() => void response.write(': still here\n\n'), HEARTBEAT_MS);
  response.on('close', () => {
    forget();
    clearInterval(heartbeat);
  });
}

const onError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof z.ZodError) return void response.status(422).json({ errors: error.issues });
  if (error instanceof SyntaxError) return void response.status(422).json({ errors: [{ message: 'not JSON' }] });
  next(error);
};
