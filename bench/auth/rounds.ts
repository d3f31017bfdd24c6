import { drive, type Sample } from '../measure.js';
import { quantile } from '../statistics.js';
import type { Account } from './accounts.js';
import type { Contestant } from './contestants.js';

/** Takes turns, so that nobody signs in twice at a time. */
export function takeTurns(accounts: readonly Account[]): () => Account {
  let next = 0;
  return () => accounts[next++ % accounts.length] as Account;
}

/** Sign-ins by so many callers; all have to succeed. */
export function signIns(of: Contestant, clients: number, total: number, nextAccount: () => Account): Promise<Sample> {
  return drive(clients, total, async () => {
    const status = await of.signIn(nextAccount());
    if (status !== 200) throw new Error(`a sign-in at ${of.name} answered ${status}`);
  });
}

/** Reads while so many callers sign in one after the other without a pause, and how many got in meanwhile. */
export async function readsAmongSignIns(
  of: Contestant,
  { readers, reads, signers }: { readers: number; reads: number; signers: number },
  nextAccount: () => Account,
): Promise<Sample & { signInsPerSecond: number }> {
  let over = false;
  let signedIn = 0;
  const signer = async (): Promise<void> => {
    while (!over) if ((await of.signIn(nextAccount())) === 200) signedIn += 1;
  };
  const signing = Promise.all(Array.from({ length: signers }, signer));
  await of.signIn(nextAccount());
  const before = { signedIn, at: performance.now() };
  const sample = await drive(readers, reads, () => of.read());
  const signInsPerSecond = (signedIn - before.signedIn) / ((performance.now() - before.at) / 1_000);
  over = true;
  await signing;
  return { ...sample, signInsPerSecond };
}

export interface Crowd {
  in: number;
  turnedAway: number;
  lastInMs: number;
  turnedAwayP50Ms: number;
}

/** Everybody at the same moment. */
export async function crowd(of: Contestant, accounts: readonly Account[]): Promise<Crowd> {
  const startedAt = performance.now();
  const answers = await Promise.all(
    accounts.map(async (account) => ({ status: await of.signIn(account), ms: performance.now() - startedAt })),
  );
  const times = (status: number): number[] => answers.filter((one) => one.status === status).map(({ ms }) => ms);
  const [ok, away] = [times(200), times(429)];
  if (ok.length + away.length < answers.length) throw new Error('somebody got neither in nor a 429');
  return {
    in: ok.length,
    turnedAway: away.length,
    lastInMs: Math.max(...ok),
    turnedAwayP50Ms: quantile(away, 0.5),
  };
}
