import { operations } from '../../../api/contract/index.js';
import type { Operation } from '../../../api/contract/operation.js';
import { BOT } from '../../support/api-context.js';
import { TEST_PASSWORD, type TestClinic } from '../../support/clinic.js';
import type { Answer, Wanted } from './ask.js';
import type { CallerName } from './api-table.js';

export type Send = (identity: Headers, operation: Operation, wanted?: Wanted) => Promise<Answer>;
type Headers = Record<string, string>;

const basic: Headers = { authorization: `Basic ${Buffer.from(`${BOT.id}:${BOT.secret}`).toString('base64')}` };
const bearer = (token: unknown): Headers => ({ authorization: `Bearer ${String(token)}` });
const REFRESH_MS = 30_000;

/** The headers by which each caller is known to an operation; minted tokens are renewed before they end. */
export async function createIdentities(
  clinic: TestClinic,
  send: Send,
): Promise<(caller: CallerName, operation: Operation) => Promise<Headers>> {
  const signedIn = async (email: string): Promise<Headers> => {
    const { body } = await send({}, operations.login, { body: { email, password: TEST_PASSWORD } });
    return bearer(body['accessToken']);
  };
  const people: Partial<Record<CallerName, Headers>> = {
    anonymous: {},
    bot: basic,
    patient: await signedIn(clinic.patients[0].email),
    secretary: await signedIn(clinic.secretary.email),
    doctor: await signedIn(clinic.doctors[1].email),
    cover: await signedIn(clinic.doctors[0].email),
    admin: await signedIn(clinic.admin.email),
  };
  const minted = createMint(send);
  const phone = clinic.patients[0].phone;
  return async (caller, operation) => {
    const known = people[caller];
    if (known) return known;
    if (caller === 'phone') {
      return minted({ channel: 'SMS', subject: phone, operation: phoneScope(operation) });
    }
    const other = operation === operations.listRooms ? operations.getPolicy : operations.listRooms;
    return minted({ channel: 'SLACK', subject: clinic.admin.slackUserId, operation: other.operationId });
  };
}

function phoneScope({ operationId, access }: Operation): string {
  return access.kind === 'PHONE' ? operationId : operations.receiveSms.operationId;
}

function createMint(send: Send): (body: Record<string, string>) => Promise<Headers> {
  const kept = new Map<string, { headers: Headers; until: number }>();
  return async (body) => {
    const key = JSON.stringify(body);
    const before = kept.get(key);
    if (before && before.until > Date.now()) return before.headers;
    const { status, body: answer } = await send(basic, operations.mintChatToken, { body });
    if (status !== 200) throw new Error(`no token for ${key}: ${JSON.stringify(answer)}`);
    const headers = bearer(answer['accessToken']);
    kept.set(key, { headers, until: Date.now() + REFRESH_MS });
    return headers;
  };
}
