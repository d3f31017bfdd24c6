import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { email, NAME_MAX, words } from '../../api/contract/primitives.js';
import { accountLink } from '../../domain/accounts/mails.js';
import type { Actor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { accountToken, hashAccountToken } from '../../platform/account-tokens.js';
import { readEnv } from '../../platform/config/env.js';
import { createDatabase } from '../../prisma/client.js';
import { createUser } from '../../prisma/stores/account-store.js';
import { UsageError } from './usage-error.js';

const wanted = z.object({ email, name: words(NAME_MAX) });

/**
 * Makes an administrator who has no password yet, and returns the words with the invitation for the operator to hand over;
 * no mail is sent. Throws `UsageError`, and `email_taken` where the address has an account.
 */
export async function createAdmin(options: { email?: string; name?: string }): Promise<string> {
  const person = read(options);
  const { config, secrets } = readEnv(['clinic', 'accounts', 'invitations']);
  const tokenId = randomUUID();
  const token = accountToken(secrets.accounts.accountTokenKey, tokenId);
  await store({ ...person, tokenId, tokenHash: hashAccountToken(token) }, secrets.clinic.ownerDatabaseUrl);
  const { page, link } = accountLink(config.invitations.webPublicUrl, 'INVITATION', token);
  return `${person.name} (${person.email}) is an administrator now, and has no password yet.

To choose one within 72 hours, open this link:

  ${link}

or enter this code at ${page}:

  ${token}

It works once, and whoever has it becomes this administrator: hand it to nobody else.`;
}

function read(options: { email?: string; name?: string }): z.output<typeof wanted> {
  const missing = (['email', 'name'] as const).filter((name) => options[name] === undefined);
  if (missing.length > 0) throw new UsageError(`Missing: ${missing.map((name) => `--${name}`).join(', ')}.`);
  const result = wanted.safeParse(options);
  if (result.success) return result.data;
  throw new UsageError(result.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}.`).join('\n'));
}

interface NewAdmin {
  email: string;
  name: string;
  tokenId: string;
  tokenHash: string;
}

async function store({ email: address, name, ...token }: NewAdmin, url: string): Promise<void> {
  const actor: Actor = { id: null, role: 'SYSTEM', channel: 'CLI', requestId: `cli/${randomUUID()}` };
  const db = await createDatabase({ url, poolSize: 1, allowOwner: true, expectedRole: 'clinic_owner' });
  try {
    const user = { userId: randomUUID(), email: address, fullName: name, role: 'ADMIN', mailId: null } as const;
    const { outcome } = await db.withActor(actor, (tx) => createUser(tx, { ...user, ...token }));
    if (outcome === 'CREATED') return;
  } finally {
    await db.close();
  }
  throw new DomainError(
    'email_taken',
    `${address} has an account already. Its owner can ask for a new password on the sign-in page; an administrator can change its role.`,
  );
}
