import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymousActor } from '../../../domain/actor.js';
import type { Tx } from '../../../prisma/actor.js';
import {
  recordSignIn,
  releaseSignIn,
  reserveSignIn,
  type SignInReservation,
} from '../../../prisma/stores/auth-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { connected } from './connected.js';

let db: TestDatabase;
let clinic: TestClinic;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

const THRESHOLD = 10;
const anonymously = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.app.withActor(anonymousActor('test'), fn);
const keysOf = (email: string, sourceHash = email) => ({ email, emailHash: `hash of ${email}`, sourceHash });
const reserve = (email: string, source?: string): Promise<SignInReservation> =>
  anonymously((tx) => reserveSignIn(tx, keysOf(email, source)));
const record = (email: string, attemptId: string | null, ok: boolean) => {
  const { emailHash, sourceHash } = keysOf(email);
  return anonymously((tx) => recordSignIn(tx, { ok, userId: null, emailHash, sourceHash, attemptId }));
};
const burst = (size: number, email: (index: number) => string, source?: string): Promise<SignInReservation[]> =>
  Promise.all(Array.from({ length: size }, (_, index) => reserve(email(index), source)));
const admitted = (answers: SignInReservation[]): string[] => answers.flatMap(({ attemptId }) => attemptId ?? []);

describe('a burst of attempts', () => {
  it('on one address is admitted up to the lockout threshold, and the rest learn no hash', async () => {
    const { email } = clinic.admin;
    const answers = await burst(3 * THRESHOLD - 5, () => email);
    expect(admitted(answers)).toHaveLength(THRESHOLD);
    for (const { attemptId, account, lockedUntil } of answers)
      expect({ hash: account !== null, lockedUntil }).toEqual({ hash: attemptId !== null, lockedUntil: null });
    const settled = await Promise.all(admitted(answers).map((id) => record(email, id, false)));
    expect(settled.filter(({ lockedUntil }) => lockedUntil !== null)).toHaveLength(1);
    expect(await reserve(email)).toMatchObject({ attemptId: null, account: null, lockedUntil: expect.any(String) });
    expect((await reserve(email, 'elsewhere')).attemptId).not.toBeNull();
    const locked = await db.app.withActor(actorOf('ADMIN', clinic.admin.userId), (tx) =>
      tx.auditEntry.count({ where: { action: 'locked' } }),
    );
    expect(locked).toBe(1);
  });

  it('from one source is admitted up to the source’s limit', async () => {
    const answers = await burst(40, (index) => `ghost${index}@clinic.example`, 'one source');
    expect(admitted(answers)).toHaveLength(30);
    const refused = answers.filter(({ attemptId }) => attemptId === null);
    expect(refused.every(({ attemptsFromSource }) => attemptsFromSource >= 30)).toBe(true);
  });
});

describe('a reservation', () => {
  it('leaves no failure behind when the password was right or never looked at', async () => {
    const email = 'right@clinic.example';
    for (let round = 0; round < 2 * THRESHOLD; round += 1) {
      const { attemptId } = await reserve(email);
      if (round % 2 === 0) await record(email, attemptId, true);
      else await anonymously((tx) => releaseSignIn(tx, attemptId ?? ''));
    }
    expect(await reserve(email)).toMatchObject({ lockedUntil: null, attemptId: expect.any(String) });
  });

  it('counts as a failure when its end stays unknown', async () => {
    const email = 'lost@clinic.example';
    expect(admitted(await burst(THRESHOLD, () => email))).toHaveLength(THRESHOLD);
    await using superuser = await connected(db.superuserUrl);
    await superuser.client.query("UPDATE sign_in_attempts SET at = at - interval '1 minute' WHERE email_hash = $1", [
      `hash of ${email}`,
    ]);
    expect(await reserve(email)).toMatchObject({ attemptId: null, lockedUntil: expect.any(String) });
  });
});
