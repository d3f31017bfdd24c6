import type { Operation } from '../../../api/client/client.js';
import { failureOf } from '../../../api/client/failure.js';
import { initOf, urlOf, type LooseCall } from '../../../api/client/request.js';
import { impossible, silent } from './errors.js';

/** One request to the API; 502 where it does not answer. */
export type SendToApi = (operation: Operation, call: LooseCall, authorization: string) => Promise<Response>;

const TIMEOUT_MS = 12_000;

export function createSendToApi(origin: string): SendToApi {
  return (operation, call, authorization) => {
    const init = initOf(operation, call, authorization, AbortSignal.timeout(TIMEOUT_MS));
    return fetch(urlOf(origin, operation, call), init).catch((error: unknown) => {
      throw silent('The API does not answer.', error);
    });
  };
}

/** What the API refused, in its own words, or that it failed. */
export async function apiRefusal(response: Response): Promise<Error> {
  const { status } = response;
  const { message } = await failureOf(response);
  if (status >= 500) return silent(`The API answered with HTTP ${status}.`);
  // 401 would say that the page itself has to sign in.
  return impossible(message, status === 401 ? 403 : status);
}
