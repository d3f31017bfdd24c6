import { createServer } from 'node:net';
import { StartFailure } from './failure.js';

/** All ports follow from one base. */
export function portsFrom(base: number) {
  return {
    api: base,
    bots: base + 1,
    slack: base + 2,
    twilio: base + 3,
    smtp: base + 4,
    mail: base + 5,
    temporal: base + 6,
    temporalUi: base + 7,
    postgres: base + 8,
    simulator: base + 9,
    /** Before the API, for the bots only. */
    apiProxy: base + 10,
    /** The mailbox itself; `smtp` is the proxy before it. */
    smtpRaw: base + 11,
    slackRaw: base + 12,
    twilioRaw: base + 13,
    faults: base + 14,
  };
}

export type Ports = ReturnType<typeof portsFrom>;
export const HOST = '127.0.0.1';

export const origin = (port: number): string => `http://${HOST}:${port}`;

/** Fails with the first port that someone else holds. */
export async function requireFreePorts(ports: Partial<Ports>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    throw new StartFailure(
      `Port ${port} (${name}) is taken by another program: stop it, or choose other ports with \`npm start -- --port-base ${suggestion(port)}\`.`,
    );
  }
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function suggestion(port: number): number {
  const next = Math.floor(port / 100) * 100 + 1_000;
  return next > 60_000 ? 4_000 : next;
}
