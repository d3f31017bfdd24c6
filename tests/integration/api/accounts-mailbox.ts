import { accountToken } from '../../../platform/account-tokens.js';
import { ACCOUNT_TOKEN_KEY } from '../../support/api-context.js';
import { bearer, type Caller } from './caller.js';
import type { World } from './world.js';

export interface WaitingMail {
  id: string;
  kind: string;
  address: string;
  /** As the mail would bring it; null where it brings none. */
  token: string | null;
}

/** The mails that were queued for an address, oldest first, with the tokens that the worker would write into them. */
export async function mailsTo(world: World, address: string): Promise<WaitingMail[]> {
  const rows = await world.sql<{ id: string; kind: string; address: string; token_id: string | null }>(
    'SELECT id, kind, address, token_id FROM account_mails WHERE address = $1 ORDER BY created_at, id',
    [address],
  );
  return rows.map(({ token_id: tokenId, ...mail }) => ({
    ...mail,
    token: tokenId === null ? null : accountToken(ACCOUNT_TOKEN_KEY, tokenId),
  }));
}

/** The token of the newest mail of a kind. */
export async function newestToken(world: World, address: string, kind: string): Promise<string> {
  const token = (await mailsTo(world, address)).filter((mail) => mail.kind === kind).at(-1)?.token;
  if (!token) throw new Error(`no ${kind} was mailed`);
  return token;
}

let strangers = 0;

/** Somebody who signs up; nobody else has the address. */
export function stranger(
  change: Record<string, unknown> = {},
): Record<string, unknown> & { email: string; password: string } {
  strangers += 1;
  return {
    email: `stranger${strangers}@mail.example`,
    password: 'quiet Lamp-post 88',
    fullName: 'Ines Duarte',
    ...change,
  };
}

export const NEW_PASSWORD = 'seven Kites over Lagos';

export interface SignedUp {
  email: string;
  password: string;
  id: string;
  me: Caller;
  refreshToken: unknown;
}

/** Somebody who has signed up and signed in. */
export async function signedUp({ nobody, origin }: World): Promise<SignedUp> {
  const person = stranger();
  const { email, password } = person;
  const made = await nobody.post('/auth/register', person);
  if (made.status !== 201) throw new Error(`no sign-up: ${JSON.stringify(made.body)}`);
  const { body } = await nobody.post('/auth/login', { email, password });
  const { id } = body['user'] as { id: string };
  return { email, password, id, me: bearer(origin, String(body['accessToken'])), refreshToken: body['refreshToken'] };
}
