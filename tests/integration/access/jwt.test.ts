import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, generateKeyPair, importJWK, SignJWT } from 'jose';
import { operations } from '../../../api/contract/index.js';
import type { Operation } from '../../../api/contract/operation.js';
import { TEST_PASSWORD } from '../../support/clinic.js';
import { waitFor } from '../../support/wait-for.js';
import { openAccessWorld, type AccessWorld } from './access-world.js';
import type { Answer } from './ask.js';
import { FORGERIES, type Loot } from './forgeries.js';

let world: AccessWorld;
let loot: Loot;
beforeAll(async () => {
  world = await openAccessWorld();
  const { clinic, privateJwk, api } = world.world;
  const { accessToken: token, refreshToken } = await signIn(clinic.admin.email);
  const other = decodeJwt((await signIn(doctor())).accessToken);
  loot = {
    token,
    refreshToken,
    claims: decodeJwt(token),
    ours: await importJWK(privateJwk, 'EdDSA'),
    published: { ...api.context.tokens.keySet().keys[0] },
    stranger: await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true }),
    other: { userId: String(other.sub), sid: String(other['sid']) },
  };
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

async function signIn(email: string): Promise<{ accessToken: string; refreshToken: string }> {
  const { body } = await world.send({}, operations.login, { body: { email, password: TEST_PASSWORD } });
  return { accessToken: String(body['accessToken']), refreshToken: String(body['refreshToken']) };
}

const doctor = (): string => world.world.clinic.doctors[1].email;

const TARGETS: Operation[] = [operations.getMe, operations.listSessions, operations.createRoom];

const REFUSED = { status: 401, code: 'unauthenticated', challenge: 'Bearer' };

describe('a token with', () => {
  it.each(Object.entries(FORGERIES))('%s is refused', async (_name, forge) => {
    const forged = await forge(loot);
    for (const operation of TARGETS) {
      const answer = await world.send({ authorization: `Bearer ${forged}` }, operation, bodyFor(operation));
      expect([operation.operationId, seen(answer)]).toEqual([operation.operationId, REFUSED]);
    }
    const text = await world.send({ authorization: `Bearer ${forged}` }, operations.receiveSms, { body: {} });
    expect([401, 403]).toContain(text.status);
    expect(await asCookie(operations.getMe, forged)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  function seen({ status, headers, body }: Answer): object {
    return { status, code: body['code'], challenge: headers.get('www-authenticate') };
  }
});

const bodyFor = ({ body }: Operation): { body?: object } => (body ? { body: {} } : {});
const asCookie = (operation: Operation, value: string): Promise<Answer> =>
  world.send({ cookie: `clinic_access_4300=${value}` }, operation);

describe('a good token', () => {
  it('is taken where it belongs', async () => {
    expect((await world.send({ authorization: `Bearer ${loot.token}` }, operations.getMe)).status).toBe(200);
    const again = await new SignJWT(loot.claims).setProtectedHeader({ alg: 'EdDSA' }).sign(loot.ours);
    expect((await world.send({ authorization: `Bearer ${again}` }, operations.getMe)).status).toBe(200);
    expect((await asCookie(operations.getMe, loot.token)).status).toBe(200);
  });

  it('is not taken from the address, from a body, or as another kind', async () => {
    expect((await world.send({}, operations.getMe, { query: { access_token: loot.token } })).status).toBe(401);
    for (const authorization of [
      loot.token,
      `Basic ${loot.token}`,
      `Token ${loot.token}`,
      `Bearer ${loot.token} ${loot.token}`,
    ]) {
      expect((await world.send({ authorization }, operations.getMe)).status).toBe(401);
    }
    expect((await world.send({}, operations.refresh, { body: { refreshToken: loot.token } })).status).toBe(401);
    expect((await world.send({}, operations.logout, { body: { refreshToken: loot.token } })).status).toBe(401);
    expect((await world.send({ authorization: `Bearer ${loot.token}` }, operations.getMe)).status).toBe(200);
  });

  it('does not help a bad one beside it', async () => {
    const identity = { authorization: 'Bearer a.b.c', cookie: `clinic_access_4300=${loot.token}` };
    expect((await world.send(identity, operations.getMe)).status).toBe(401);
  });
});

describe('a token that was good', () => {
  const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

  it('is refused once its account is disabled, also by a refresh, a chat link and a new sign-in', async () => {
    const { email, userId, slackUserId } = world.world.clinic.secretary;
    const family = await signIn(email);
    const body = { channel: 'SLACK', subject: slackUserId, operation: 'listRooms' };
    const { accessToken: delegated } = (await world.call('bot', operations.mintChatToken, { body })).body;
    expect((await world.send(bearer(String(delegated)), operations.listRooms)).status).toBe(200);
    const set = (status: string): Promise<Answer> =>
      world.call('admin', operations.updateUser, { params: { id: userId }, body: { status } });
    expect((await set('DISABLED')).status).toBe(200);
    expect((await world.send(bearer(family.accessToken), operations.getMe)).status).toBe(401);
    expect((await world.send(bearer(String(delegated)), operations.listRooms)).status).toBe(401);
    const refreshed = await world.send({}, operations.refresh, { body: { refreshToken: family.refreshToken } });
    expect(refreshed.status).toBe(401);
    expect((await world.call('bot', operations.mintChatToken, { body })).body).toMatchObject({
      code: 'account_disabled',
    });
    const again = await world.send({}, operations.login, { body: { email, password: TEST_PASSWORD } });
    expect(again).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
    expect((await set('ACTIVE')).status).toBe(200);
    expect((await world.send(bearer(family.accessToken), operations.getMe)).status).toBe(401);
  });

  it('is refused once its role is another', async () => {
    const { userId, email } = world.world.clinic.doctors[1];
    const { accessToken } = await signIn(email);
    const set = (role: string): Promise<Answer> =>
      world.call('admin', operations.updateUser, { params: { id: userId }, body: { role } });
    expect((await set('SECRETARY')).status).toBe(200);
    expect((await world.send(bearer(accessToken), operations.listSessions)).status).toBe(401);
    expect((await set('DOCTOR')).status).toBe(200);
    expect((await world.send(bearer(accessToken), operations.listSessions)).status).toBe(401);
  });

  it('is refused after signing out, and after its refresh token was used twice', async () => {
    const out = await signIn(doctor());
    await world.send(bearer(out.accessToken), operations.logout);
    expect((await world.send(bearer(out.accessToken), operations.getMe)).status).toBe(401);
    const stolen = await signIn(doctor());
    const body = { refreshToken: stolen.refreshToken };
    expect((await world.send({}, operations.refresh, { body })).status).toBe(200);
    expect((await world.send(bearer(stolen.accessToken), operations.getMe)).status).toBe(200);
    expect((await world.send({}, operations.refresh, { body })).status).toBe(401);
    await waitFor(async () => (await world.send(bearer(stolen.accessToken), operations.getMe)).status === 401);
  });
});
