import { operations, type Operation } from '../../../api/client/client.js';
import { apiRefusal, type SendToApi } from './api-call.js';
import { silent } from './errors.js';

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  staleAtMs: number;
}

/** A token is renewed this long before it ends. */
const MARGIN_MS = 30_000;
/** Of email and password, or of a refresh token: it will not do. Anything else passes. */
const NOT_TAKEN = new Set([401, 403]);

/**
 * Tokens of one person, by email and password at first and renewed before they end. Called with tokens that the API has
 * refused it gets others. Throws as the API refuses, 502 where that lets nobody in or does not answer.
 */
export function createApiTokens(send: SendToApi, person: { email: string; password: string }) {
  let signedIn: Promise<Tokens> | null = null;

  // Calls that come together share one sign-in; one that failed is not kept.
  function renew(previous: Tokens | null): Promise<Tokens> {
    const renewal = signIn(send, person, previous);
    signedIn = renewal;
    renewal.catch(() => {
      if (signedIn === renewal) signedIn = null;
    });
    return renewal;
  }

  return async function tokens(refused: Tokens | null): Promise<Tokens> {
    const current = signedIn;
    if (current === null) return renew(null);
    const known = await current;
    if (known !== refused && known.staleAtMs > Date.now()) return known;
    return signedIn === current ? renew(known === refused ? null : known) : tokens(refused);
  };
}

async function signIn(
  send: SendToApi,
  person: { email: string; password: string },
  previous: Tokens | null,
): Promise<Tokens> {
  const renewed = previous && (await tokensBy(send, operations.refresh, { refreshToken: previous.refreshToken }));
  const tokens = renewed ?? (await tokensBy(send, operations.login, person));
  if (tokens === null) throw silent(`The API does not let ${person.email} sign in.`);
  return tokens;
}

async function tokensBy(send: SendToApi, operation: Operation, body: object): Promise<Tokens | null> {
  const response = await send(operation, { body }, '');
  if (NOT_TAKEN.has(response.status)) {
    await response.arrayBuffer();
    return null;
  }
  if (!response.ok) throw await apiRefusal(response);
  const answer = (await response.json()) as { accessToken: string; refreshToken: string; expiresInSeconds: number };
  return { ...answer, staleAtMs: Date.now() + answer.expiresInSeconds * 1_000 - MARGIN_MS };
}
