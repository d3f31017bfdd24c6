import { randomUUID } from 'node:crypto';
import { hash } from 'argon2';
import pg from 'pg';
import { systemActor } from '../../domain/actor.js';
import { createDatabase } from '../../prisma/client.js';
import { TEST_PASSWORD } from '../../tests/support/clinic.js';
import type { TestDatabase } from '../../tests/support/database.js';

/** Somebody with an address of the network of their own, so that no limit of a source is met. */
export interface Account {
  email: string;
  source: string;
}

const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** People with one password; each is used by one caller at a time. */
export async function writeAccounts(db: TestDatabase, count: number): Promise<Account[]> {
  const passwordHash = await hash(TEST_PASSWORD, PARAMETERS);
  const people = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    email: `person${index}@bench.example`,
    fullName: `Person ${index}`,
    role: 'PATIENT',
    emailVerifiedAt: new Date(),
  }));
  const owner = await createDatabase({ url: db.ownerUrl, allowOwner: true, poolSize: 1 });
  await owner.withActor(systemActor('bench/seed'), async (tx) => {
    await tx.user.createMany({ data: people });
    await tx.credential.createMany({ data: people.map(({ id }) => ({ userId: id, passwordHash })) });
  });
  await owner.close();
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  await client.query('ANALYZE users, credentials');
  await client.end();
  return people.map(({ email }, index) => ({ email, source: `10.0.${index >> 8}.${index & 255}` }));
}
