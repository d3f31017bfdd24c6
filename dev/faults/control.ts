import { createServer } from 'node:http';
import { faultSchema, type FaultBoard } from './faults.js';
import { json, listen } from './proxy.js';

/** `POST /faults`, `GET /faults`, `DELETE /faults` and `GET /requests?service=` on a port of their own. */
export async function startControl(port: number, faults: FaultBoard): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = `${request.method} ${url.pathname}`;
    if (route === 'GET /requests')
      return json(response, 200, { items: faults.requests(url.searchParams.get('service')) });
    if (route === 'GET /faults') return json(response, 200, { items: faults.list() });
    if (route === 'DELETE /faults') {
      faults.clear();
      return json(response, 200, { items: [] });
    }
    if (route !== 'POST /faults') return json(response, 404, { error: 'not found' });
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const parsed = faultSchema.safeParse(parseJson(text));
      if (!parsed.success) return json(response, 422, { errors: parsed.error.issues });
      const { id } = faults.add(parsed.data);
      json(response, 201, { id });
    });
  });
  await listen(server, port);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
