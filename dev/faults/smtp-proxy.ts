import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultBoard } from './faults.js';
import { listen } from './proxy.js';

/** What the product hands its mail to: connections that pass to the mailbox, late or not at all on demand. */
export async function startSmtpProxy(options: {
  port: number;
  targetPort: number;
  faults: FaultBoard;
}): Promise<{ close(): Promise<void> }> {
  const open = new Set<Socket>();
  const track = (socket: Socket): void => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  };
  const server = createServer((incoming) => {
    track(incoming);
    // A peer that goes away is an end like any other; `close` follows and ends the other half.
    incoming.on('error', () => undefined);
    const fault = options.faults.take('mail', 'CONNECT', '');
    const kind = fault?.kind ?? null;
    const at = new Date().toISOString();
    options.faults.record({ at, service: 'mail', method: 'CONNECT', path: '', status: null, fault: kind });
    if (kind === 'drop') return incoming.destroy();
    void delay(fault?.delayMs ?? 0).then(() => {
      if (!incoming.destroyed) track(pass(incoming, options.targetPort));
    });
  });
  await listen(server, options.port);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function pass(incoming: Socket, port: number): Socket {
  const outgoing = connect({ host: '127.0.0.1', port });
  outgoing.on('error', () => undefined);
  outgoing.once('close', () => incoming.destroy());
  incoming.once('close', () => outgoing.destroy());
  incoming.pipe(outgoing).pipe(incoming);
  return outgoing;
}
