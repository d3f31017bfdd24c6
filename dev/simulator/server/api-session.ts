import type { CallOf, Operation, ResponseOf } from '../../../api/client/client.js';
import { apiRefusal, createSendToApi } from './api-call.js';
import { createApiTokens } from './api-tokens.js';

/** The API, as one person who has signed in with email and password. */
export interface ApiSession {
  call<O extends Operation>(operation: O, call: CallOf<O>): Promise<ResponseOf<O>['body']>;
}

/** Signs in at the first call and keeps signed in. A refusal is 4xx, an API that does not answer 502. */
export function createApiSession(options: { origin: string; email: string; password: string }): ApiSession {
  const { origin, ...person } = options;
  const send = createSendToApi(origin);
  const tokens = createApiTokens(send, person);
  return {
    async call<O extends Operation>(operation: O, call: CallOf<O>) {
      let used = await tokens(null);
      let response = await send(operation, call, `Bearer ${used.accessToken}`);
      if (response.status === 401) {
        await response.arrayBuffer();
        used = await tokens(used);
        response = await send(operation, call, `Bearer ${used.accessToken}`);
      }
      if (!response.ok) throw await apiRefusal(response);
      return (await response.json()) as ResponseOf<O>['body'];
    },
  };
}
