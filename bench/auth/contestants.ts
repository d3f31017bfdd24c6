import { TEST_PASSWORD } from '../../tests/support/clinic.js';
import { type Account } from './accounts.js';
import type { Answer, ServerProcess } from './server-process.js';

/** One way to sign people in and to answer them. */
export interface Contestant {
  name: string;
  /** The status of a sign-in: 200, or 429 where it was turned away. */
  signIn(account: Account): Promise<number>;
  /** One authenticated read of the own account. */
  read(): Promise<void>;
}

export async function createProduct(server: ServerProcess, reader: Account): Promise<Contestant> {
  const login = (account: Account) => loginTo(server, '/api/v1/auth/login', account);
  const headers = await bearerFor(login(reader));
  return {
    name: 'product',
    signIn: async (account) => (await login(account)).status,
    read: async () => demandOk(await server.get('/api/v1/auth/me', headers)),
  };
}

/** Answers from the database, or from the token alone. */
export async function createPlain(
  server: ServerProcess,
  reader: Account,
  path: '/me' | '/token',
  name: string,
): Promise<Contestant> {
  const login = (account: Account) => loginTo(server, '/login', account);
  const headers = await bearerFor(login(reader));
  return {
    name,
    signIn: async (account) => (await login(account)).status,
    read: async () => demandOk(await server.get(path, headers)),
  };
}

function loginTo(server: ServerProcess, path: string, { email, source }: Account): Promise<Answer> {
  return server.post(path, { email, password: TEST_PASSWORD }, { 'x-forwarded-for': source });
}

async function bearerFor(login: Promise<Answer>): Promise<Record<string, string>> {
  const answer = await login;
  demandOk(answer);
  return { authorization: `Bearer ${(JSON.parse(answer.text) as { accessToken: string }).accessToken}` };
}

function demandOk({ status, text }: Answer): void {
  if (status !== 200) throw new Error(`answered ${status}: ${text}`);
}
