import { newestToken } from './accounts-mailbox.js';
import { bearer, type Answer, type Caller } from './caller.js';
import { openWorld, type World } from './world.js';

export const PASSWORD = 'seven Kites over Lagos';

export interface Account {
  id: string;
  email: string;
  doctorId: string | null;
  patientId: string | null;
}

export interface Member extends Account {
  me: Caller;
  refreshToken: unknown;
  accessToken: string;
}

export interface UsersWorld extends World {
  admin: Caller;
  /** An account that an admin has just made. */
  invited(role: string, more?: object): Promise<Account>;
  /** Sets the first password by the invitation's token. */
  accept(email: string, password?: string): Promise<Answer>;
  /** Somebody who was invited, came, and is signed in. */
  member(role: string): Promise<Member>;
  set(id: string, change: object): Promise<Answer>;
}

/** A clinic as its admin sees it. */
export async function openUsersWorld(): Promise<UsersWorld> {
  const world = await openWorld();
  const admin = world.as('ADMIN');
  let people = 0;

  async function invited(role: string, more: object = {}): Promise<Account> {
    people += 1;
    const person = { email: `colleague${people}@clinic.example`, fullName: 'Rui Costa', role, ...more };
    const answer = await admin.post<Account & Record<string, unknown>>('/users', person);
    if (answer.status !== 201) throw new Error(`no invitation: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async function accept(email: string, password = PASSWORD): Promise<Answer> {
    const token = await newestToken(world, email, 'INVITATION');
    return world.nobody.post('/auth/password/reset', { token, password });
  }

  async function member(role: string): Promise<Member> {
    const account = await invited(role);
    await accept(account.email);
    const { status, body } = await world.nobody.post('/auth/login', { email: account.email, password: PASSWORD });
    if (status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(body)}`);
    const accessToken = String(body['accessToken']);
    return { ...account, accessToken, me: bearer(world.origin, accessToken), refreshToken: body['refreshToken'] };
  }

  return Object.assign(world, {
    admin,
    invited,
    accept,
    member,
    set: (id: string, change: object) => admin.patch(`/users/${id}`, change),
  });
}
