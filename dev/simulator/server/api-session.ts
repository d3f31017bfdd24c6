import { initOf, urlOf, type LooseCall } from '../../../api/client/request.js';
import { operations, type CallOf, type Operation, type ResponseOf } from '../../../api/client/client.js';
import { failureOf } from '../../../api/client/failure.js';
import { impossible, silent } from './errors.js';

/** The API, as one person who has signed in with email and password. */
export interface ApiSession {
  call<O extends Operation>(operation: O, call: CallOf<O>): Promise<ResponseOf<O>['body']>;
}

interface Tokens {
  accessToken: string;
  refreshToken: string;
  staleAtMs: number;
}

const TIMEOUT_MS = 12_000;
/** A token is renewed this long before it ends. */
const MARGIN_MS = 30_000;

/** Signs in at the first call and keeps signed in. A refusal is 4xx, an API that does not answer 502. */
export function createApiSession(options: { origin: string; email: string; password: string }): ApiSession {
  const { origin, email, password } = options;
  let signedIn: Promise<Tokens> | null = null;

  async function send(operation: Operation, call: LooseCall, authorization: string): Promise<Response> {
    const init = initOf(operation, call, authorization, AbortSignal.timeout(TIMEOUT_MS));
    return fetch(urlOf(origin, operation, call), init).catch((error: unknown) => {
      throw silent('The API does not answer.', error);
    });
  }

  async function tokensBy(operation: Operation, body: object): Promise<Tokens | null> {
    const response = await send(operation, { body }, '');
    if (!response.ok) {
      await response.arrayBuffer();
      return null;
    }
    const answer = (await response.json()) as { accessToken: string; refreshToken: string; expiresInSeconds: number };
    return { ...answer, staleAtMs: Date.now() + answer.expiresInSeconds * 1_000 - MARGIN_MS };
  }

  async function signIn(previous: Tokens | null): Promise<Tokens> {
    const renewed = previous && (await tokensBy(operations.refresh, { refreshToken: previous.refreshToken }));
    const tokens = renewed ?? (await tokensBy(operations.login, { email, password }));
    if (tokens === null) throw silent(`The API does not let ${email} sign in.`);
    return tokens;
  }

  /** Calls that come together share one sign-in; one that failed is not kept. */
  function renew(previous: Tokens | null): Promise<Tokens> {
    const renewal = signIn(previous);
    signedIn = renewal;
    renewal.catch(() => {
      if (signedIn === renewal) signedIn = null;
    });
    return renewal;
  }

  async function tokens(refused: Tokens | null): Promise<Tokens> {
    const current = signedIn;
    if (current === null) return renew(null);
    const known = await current;
    if (known !== refused && known.staleAtMs > Date.now()) return known;
    return signedIn === current ? renew(known === refused ? null : known) : tokens(refused);
  }

  return {
    async call<O extends Operation>(operation: O, call: CallOf<O>) {
      let used = await tokens(null);
      let response = await send(operation, call, `Bearer ${used.accessToken}`);
      if (response.status === 401) {
        await response.arrayBuffer();
        used = await tokens(used);
        response = await send(operation, call, `Bearer ${used.accessToken}`);
      }
      if (!response.ok) throw await refusal(response);
      return (await response.json()) as ResponseOf<O>['body'];
    },
  };
}

async function refusal(response: Response): Promise<Error> {
  const { status } = response;
  const { message } = await failureOf(response);
  if (status >= 500) return silent(`The API answered with HTTP ${status}.`);
  return impossible(message, status === 401 ? 403 : status);
}
