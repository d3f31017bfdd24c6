import { randomUUID } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { systemActor, type Actor } from '../../../domain/actor.js';
import { DomainError } from '../../../domain/errors.js';
import { createDatabase } from '../../../prisma/client.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { waitFor } from '../../support/wait-for.js';

let db: TestDatabase;
let clinic: TestClinic;
let admin: Actor;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  admin = actorOf('ADMIN', clinic.admin.userId);
});
afterAll(() => db[Symbol.asyncDispose]());

/** A wire to the database that can be cut. */
async function openWire(target: string): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void> }> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const serve = (listenPort: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer((near) => {
        const far = connect(Number(port), hostname);
        for (const socket of [near, far]) {
          sockets.add(socket);
          socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
        }
        near.pipe(far).pipe(near);
      });
      server.listen(listenPort, '127.0.0.1', () => resolve(server));
    });
  let server = await serve(0);
  const { port: ownPort } = server.address() as AddressInfo;
  const url = new URL(target);
  url.host = `127.0.0.1:${ownPort}`;
  return {
    url: url.toString(),
    async cut() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async mend() {
      server = await serve(ownPort);
    },
  };
}

describe('createDatabase', () => {
  it.each(['superuserUrl', 'ownerUrl'] as const)('refuses to serve by the %s', async (login) => {
    await expect(createDatabase({ url: db[login] })).rejects.toThrow(/Refusing to start/);
  });

  it('refuses a superuser even for the seed', async () => {
    await expect(createDatabase({ url: db.superuserUrl, allowOwner: true })).rejects.toThrow(/is a superuser/);
  });

  it('refuses every login but the expected one', async () => {
    const swapped = createDatabase({ url: db.workerUrl, expectedRole: 'clinic_app' });
    await expect(swapped).rejects.toThrow(/"clinic_worker" is not meant for this process. Use clinic_app\./);
    await expect(createDatabase({ url: db.appUrl, expectedRole: 'clinic_worker' })).rejects.toThrow(
      /Use clinic_worker/,
    );
    const owner = { url: db.ownerUrl, allowOwner: true } as const;
    await expect(createDatabase({ ...owner, expectedRole: 'clinic_worker' })).rejects.toThrow(/Refusing to start/);
    await (await createDatabase({ ...owner, expectedRole: 'clinic_owner' })).close();
    await (await createDatabase({ url: db.appUrl, expectedRole: 'clinic_app' })).close();
  });

  it('says soon that nobody answers', async () => {
    const startedAt = Date.now();
    const attempt = createDatabase({ url: 'postgresql://clinic_app:x@127.0.0.1:1/clinic' });
    await expect(attempt).rejects.toMatchObject({ code: 'temporarily_unavailable', details: { retryAfterSeconds: 2 } });
    expect(Date.now() - startedAt).toBeLessThan(2_500);
  });
});

describe('withActor', () => {
  it('sets the actor for its transaction only', async () => {
    expect(await db.app.withActor(admin, (tx) => tx.user.count())).toBe(5);
    const single = await createDatabase({ url: db.appUrl, poolSize: 1 });
    await single.withActor(admin, (tx) => tx.user.count());
    const nobody: Actor = { id: null, role: 'PATIENT', channel: 'API', requestId: 'x' };
    expect(await single.withActor(nobody, (tx) => tx.user.count())).toBe(0);
    await single.close();
  });

  it('rolls back what was written before an error, and passes the error on', async () => {
    const refusal = new DomainError('forbidden', 'no');
    const id = randomUUID();
    const attempt = db.app.withActor(admin, async (tx) => {
      await tx.room.createMany({ data: [{ id, name: 'Room 9' }] });
      throw refusal;
    });
    await expect(attempt).rejects.toBe(refusal);
    expect(await db.app.withActor(admin, (tx) => tx.room.count({ where: { id } }))).toBe(0);
  });

  it('maps a taken name', async () => {
    const attempt = db.app.withActor(admin, (tx) =>
      tx.room.createMany({ data: [{ id: randomUUID(), name: 'Room 1' }] }),
    );
    await expect(attempt).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('maps a broken connection, and works again with the next one', async () => {
    const wire = await openWire(db.appUrl);
    const database = await createDatabase({ url: wire.url });
    await database.withActor(admin, (tx) => tx.user.count());
    const during = database.withActor(admin, async (tx) => {
      await wire.cut();
      return tx.user.count();
    });
    await expect(during).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    const startedAt = Date.now();
    await expect(database.withActor(admin, (tx) => tx.user.count())).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
    await expect(database.ping()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(Date.now() - startedAt).toBeLessThan(4_500);
    await wire.mend();
    expect(await database.withActor(admin, (tx) => tx.user.count())).toBe(5);
    await database.close();
    await wire.cut();
  });

  it('maps a killed backend', async () => {
    const attempt = db.app.withActor(admin, async (tx) => {
      const rows = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      const client = new pg.Client({ connectionString: db.superuserUrl });
      await client.connect();
      await client.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await client.end();
      return tx.user.count();
    });
    await expect(attempt).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });
});

describe('listen', () => {
  it('opens its connection again when it breaks', async () => {
    const wire = await openWire(db.appUrl);
    const database = await createDatabase({ url: wire.url });
    const heard: string[] = [];
    const listener = await database.listen(['task'], (_channel, payload) => void heard.push(payload));
    const notify = (payload: string): Promise<unknown> =>
      db.worker.withActor(systemActor('test'), (tx) => tx.$queryRaw`SELECT pg_notify('task', ${payload})::text`);
    await notify('one');
    await waitFor(() => heard.includes('one'));
    await wire.cut();
    await wire.mend();
    await waitFor(async () => {
      await notify('two');
      return heard.includes('two');
    });
    await listener[Symbol.asyncDispose]();
    await database.close();
    await wire.cut();
  });
});
