import type { EmulatorContext } from 'emulate';
import { strangerRefusal } from '../faults/stranger.js';

type App = EmulatorContext<object>['app'];

/** Refuses what web sites ask (see stranger.ts). To be called before any route is registered. */
export function refuseStrangers(app: App, ports: readonly number[]): void {
  app.use(async (c, next) => {
    const { method, headers } = c.req.raw;
    // Only the stand-in itself, which asks without a connection, names no host.
    const refusal = headers.has('host')
      ? strangerRefusal({ method, headers: Object.fromEntries(headers) }, ports)
      : null;
    return refusal ? c.json({ error: refusal.error }, refusal.status) : next();
  });
}
