import { operations } from '../../../api/client/client.js';
import type { LinkCode, SlackPerson } from '../contract.js';
import { createApiSession, type ApiSession } from './api-session.js';
import type { SimulatorConfig } from './config.js';
import { impossible } from './errors.js';

export interface People {
  all: SlackPerson[];
  /** 404 for whoever has no seat in Slack. */
  find(userId: string): SlackPerson;
  /** The API, as the clinic's admin. */
  admin: ApiSession;
  linkCode(userId: string): Promise<LinkCode>;
}

/** The people of the clinic, each with their own way into the API. */
export function createPeople({ people, origins }: SimulatorConfig): People {
  const sessions = new Map<string, ApiSession>(
    people.map(({ id, email, password }) => [id, createApiSession({ origin: origins.api, email, password })]),
  );
  const all = people.map(({ id, handle, fullName, role }) => ({ id, handle, fullName, role }));
  const find = (userId: string): SlackPerson => {
    const person = all.find(({ id }) => id === userId);
    if (!person) throw impossible('Nobody has this seat in Slack.', 404);
    return person;
  };
  const sessionOf = (userId: string): ApiSession => sessions.get(find(userId).id)!;
  const admin = all.find(({ role }) => role === 'ADMIN');
  if (!admin) throw new Error('SIMULATOR names no ADMIN: the simulator reads sessions as one.');
  return {
    all,
    find,
    admin: sessionOf(admin.id),
    async linkCode(userId) {
      const { code, expiresAt } = await sessionOf(userId).call(operations.createLinkCode, {
        body: { channel: 'SLACK' },
      });
      if (code === undefined) throw new Error('The API shows no code.');
      return { code, expiresAt };
    },
  };
}
