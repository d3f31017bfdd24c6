import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createDatabase } from '../../../prisma/client.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { createGate } from './gate.js';

let db: TestDatabase;
let clinic: TestClinic;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

/** ReadyForQuery outside a transaction: how the server ends its greeting and each answer. */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');
/** What the server says to a connection that it ends: FATAL, 57P01. */
const FAREWELL = ((): Buffer => {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
})();

/** A wire on which, once `poison` is set, the server's next readiness and its farewell arrive in one piece. */
async function openPoisonedWire(target: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const state = { poison: false, poisoned: 0 };
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.pipe(far);
    far.on('data', (chunk) => {
      if (!state.poison || !chunk.subarray(-READY.length).equals(READY)) return void near.write(chunk);
      state.poison = false;
      state.poisoned += 1;
      near.end(Buffer.concat([chunk, FAREWELL]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.toString(),
    state,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

it('a connection that ends between two owners takes nobody down', async () => {
  await using wire = await openPoisonedWire(db.appUrl);
  const database = await createDatabase({ url: wire.url, poolSize: 2 });
  const admin = actorOf('ADMIN', clinic.admin.userId);
  const held = createGate<void>();
  const free = createGate<void>();
  const holding = database.withActor(admin, async () => {
    held.resolve();
    await free.promise;
  });
  await held.promise;
  // The only other connection must be opened now; it ends as it becomes ready.
  wire.state.poison = true;
  const unlucky = database.withActor(admin, (tx) => tx.user.count());
  await expect(unlucky).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  expect(wire.state.poisoned).toBe(1);
  free.resolve();
  await holding;
  expect(await database.withActor(admin, (tx) => tx.user.count())).toBe(5);
  await database.close();
});
