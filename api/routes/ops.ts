import { getHealth, getJwks, getMetrics, getOpenApi, getReadiness } from '../contract/ops.js';
import type { ApiContext } from '../context.js';
import { withDeadline } from '../http/deadline.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';

const PROBE_DEADLINE_MS = 2_500;
const CACHEABLE = { 'Cache-Control': 'public, max-age=300' };

/** For operators and machines. */
export function opsRoutes(context: ApiContext, document: { openapi: string }): Endpoint[] {
  return [
    implement(getJwks, async () => {
      const keys = [...context.tokens.keySet().keys, ...(await context.audit.publishedKeys())];
      return reply(200, { keys }, CACHEABLE);
    }),
    implement(getHealth, async () => reply(200, { status: 'ok' as const })),
    implement(getReadiness, async () => {
      const down = await unreachable(context.readiness);
      return down.length === 0
        ? reply(200, { status: 'ready' as const, down })
        : reply(503, { status: 'down' as const, down }, { 'Retry-After': '2' });
    }),
    implement(getMetrics, async () => reply(200, context.metrics.render())),
    implement(getOpenApi, async () => reply(200, { ...document }, CACHEABLE)),
  ];
}

async function unreachable(probes: ApiContext['readiness']): Promise<string[]> {
  const results = await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => {
      try {
        await withDeadline(probe(), PROBE_DEADLINE_MS);
        return [];
      } catch {
        return [name];
      }
    }),
  );
  return results.flat();
}
