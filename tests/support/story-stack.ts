import type { Client } from '@temporalio/client';
import pg from 'pg';
import { connectTemporal } from '../../platform/temporal/client.js';
import type { z } from 'zod';
import type { faultSchema } from '../../dev/faults/faults.js';
import { startTestStack, type ProcessName, type TestStack } from './stack.js';

/** A test stack with what stories about failure need besides. */
export interface StoryStack extends Pick<TestStack, 'card' | 'kill' | 'start' | 'crash' | 'events'> {
  /** Starts whatever a test before has left stopped. */
  startAll(): Promise<void>;
  /** Active holds of a doctor that begin at an instant. */
  countHolds(doctorId: string, startsAt: string): Promise<number>;
  fault(request: z.input<typeof faultSchema>): Promise<void>;
  /** Faults that are switched on and have not been used up. */
  pendingFaults(): Promise<number>;
  /** A client without the payload key: enough to list and describe. */
  temporal: Client;
  close(): Promise<void>;
}

const ALL: ProcessName[] = ['postgres', 'temporal', 'standIns', 'mail', 'worker', 'api', 'bots'];

export async function startStoryStack(): Promise<StoryStack> {
  const stack = await startTestStack();
  const { card, kill, start, crash, events } = stack;
  const { address: temporalAddress, namespace: temporalNamespace } = card().temporal;
  const temporal = connectTemporal(
    { temporalAddress, temporalNamespace },
    { payloadKeyId: 'none', payloadKey: Buffer.alloc(32).toString('base64') },
  );
  const faults = (method: string, body?: unknown): Promise<Response> =>
    fetch(`${card().faults}/faults`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });

  return {
    card,
    kill,
    start,
    crash,
    events,
    temporal: temporal.client,
    async startAll() {
      await faults('DELETE').catch(() => undefined);
      for (const name of ALL) await start(name);
    },
    async countHolds(doctorId, startsAt) {
      const client = new pg.Client({ connectionString: card().superuserDatabaseUrl });
      await client.connect();
      try {
        const sql = 'SELECT count(*)::int AS n FROM holds WHERE active AND doctor_id = $1 AND lower(slot_range) = $2';
        return (await client.query<{ n: number }>(sql, [doctorId, startsAt])).rows[0]?.n ?? 0;
      } finally {
        await client.end();
      }
    },
    async fault(request) {
      const answer = await faults('POST', request);
      if (!answer.ok) throw new Error(`The fault was not taken: ${await answer.text()}`);
    },
    async pendingFaults() {
      const { items } = (await (await faults('GET')).json()) as { items: unknown[] };
      return items.length;
    },
    async close() {
      await temporal.close();
      await stack[Symbol.asyncDispose]();
    },
  };
}
