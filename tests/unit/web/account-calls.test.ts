import { beforeEach, describe, expect, test } from '@jest/globals';
import createClient from 'openapi-fetch';
import { accountCalls } from '../../../web/src/api/account-calls.js';
import type { Api } from '../../../web/src/api/api.js';
import { Refusal, Unreachable } from '../../../web/src/api/failure.js';
import type { paths } from '../../../web/src/api/schema.js';
import { usableZone } from '../../../web/src/settings/time-zones.js';

let csrfToken: string | undefined;
let sent: { path: string; body: unknown }[];
let answers: (() => Response)[];

beforeEach(() => {
  csrfToken = 'the-token';
  sent = [];
  answers = [];
});

const session: Api['session'] = {
  csrfToken: () => csrfToken,
  freshUntilMs: () => 0,
  isFresh: () => true,
  opened: () => undefined,
  forget: () => (csrfToken = undefined),
};
const call = createClient<paths>({
  baseUrl: 'http://clinic.example',
  async fetch(request) {
    const text = await request.text();
    sent.push({ path: new URL(request.url).pathname, body: text === '' ? undefined : JSON.parse(text) });
    const answer = answers.shift();
    if (!answer) throw new TypeError('no answer');
    return answer();
  },
});
const account = accountCalls({ call, session });

const done = (): Response => new Response(null, { status: 204 });
const refusing =
  (status: number, code: string, errors: object[] = []) =>
  (): Response =>
    Response.json({ status, code, errors }, { status });

describe('signing out', () => {
  test.each([
    ['is done', done],
    ['is over already', refusing(401, 'unauthenticated')],
  ])('where the session %s, is done here too', async (_what, answer) => {
    answers = [answer];
    await account.signOut();
    expect([csrfToken, sent.length]).toEqual([undefined, 1]);
  });

  test.each([
    [403, 'csrf_failed'],
    [429, 'rate_limited'],
    [500, 'internal_error'],
    [503, 'temporarily_unavailable'],
  ])('does not claim to be done where the server says %i %s', async (status, code) => {
    answers = [refusing(status, code)];
    await expect(account.signOut()).rejects.toBeInstanceOf(Refusal);
    expect(csrfToken).toBe('the-token');
  });

  test('does not claim to be done where nothing comes back, and asks nobody where nobody is signed in', async () => {
    await expect(account.signOut()).rejects.toBeInstanceOf(Unreachable);
    expect([csrfToken, sent.length]).toEqual(['the-token', 1]);
    csrfToken = undefined;
    await account.signOut();
    expect(sent).toHaveLength(1);
  });
});

describe('signing up', () => {
  const person = {
    email: 'ana@mail.example',
    password: 'seven Kites over Lagos',
    fullName: 'Ana Prueba',
    phone: null,
    timeZone: 'Nowhere/Island',
    language: 'es',
  } as const;
  const made = (): Response => Response.json({ user: {}, message: '' }, { status: 201 });

  test('goes without the zone of a device that the server does not know', async () => {
    answers = [refusing(422, 'validation_failed', [{ pointer: '/timeZone', message: 'is not known' }]), made];
    await account.signUp(person);
    expect(sent.map(({ body }) => body)).toEqual([person, { ...person, timeZone: null }]);
  });

  test('is tried once where something else is held against it', async () => {
    answers = [refusing(422, 'validation_failed', [{ pointer: '/password', message: 'is too easy' }]), made];
    await expect(account.signUp(person)).rejects.toBeInstanceOf(Refusal);
    expect(sent).toHaveLength(1);
  });
});

test('times are told in the first zone that this browser knows', () => {
  expect(usableZone('Europe/Berlin', 'Europe/Madrid')).toBe('Europe/Berlin');
  expect(usableZone('Nowhere/Island', 'Europe/Madrid')).toBe('Europe/Madrid');
  expect(usableZone(null, undefined, 'Nowhere/Island')).toBe('UTC');
});
