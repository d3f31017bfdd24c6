import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { json } from './proxy.js';
import { strangerRefusal } from './stranger.js';

/** Refuses web sites before anything that a server of somebody else's making answers, web sockets included. */
export function guardServer(server: Server, port: number): void {
  const refusalOf = (incoming: IncomingMessage) => strangerRefusal(incoming, [port]);
  putBefore(server, 'request', (incoming, outgoing: ServerResponse) => {
    const refusal = refusalOf(incoming);
    if (refusal) json(outgoing, refusal.status, { error: refusal.error });
    return refusal !== null;
  });
  putBefore(server, 'upgrade', (incoming, socket: Duplex) => {
    const refused = refusalOf(incoming) !== null;
    if (refused) socket.destroy();
    return refused;
  });
}

/** `answered` is asked first, and where it is true nobody else hears of the request. */
function putBefore<T>(
  server: Server,
  event: 'request' | 'upgrade',
  answered: (incoming: IncomingMessage, answer: T) => boolean,
): void {
  const listeners = server.listeners(event);
  server.removeAllListeners(event);
  server.on(event, (incoming: IncomingMessage, answer: T, ...rest: unknown[]) => {
    if (answered(incoming, answer)) return;
    for (const listener of listeners) listener.call(server, incoming, answer, ...rest);
  });
}
