import type { JWK } from 'jose';
import type { Database } from '../prisma/actor.js';
import type { AccountMailClient } from '../workflows/account-mail/client.js';
import type { InboundClient } from '../workflows/inbound/client.js';
import type { LeaveClient } from '../workflows/leave/client.js';
import type { PolicyChangeClient } from '../workflows/policy-change/client.js';
import type { SessionClient } from '../workflows/session/client.js';
import type { TaskClient } from '../workflows/task/client.js';
import { createCsrfTokens } from './auth/csrf.js';
import { createPasswordHasher } from './auth/password-hasher.js';
import { createPasswordStrength } from './auth/password-strength.js';
import { derivedSecret } from './auth/sign-in-keys.js';
import { createTokenCheck } from './auth/token-check.js';
import { createTokenService } from './auth/tokens.js';
import { queuedDatabase } from './queued-database.js';
import type { ApiConfig, ApiContext, ApiLogger } from './context.js';
import type { AuditDesk } from './audit/desk.js';
import { createDecisionWaiters } from './decisions/decision-waiters.js';
import { createMetrics } from './http/metrics.js';
import { createLiveEvents } from './live/live-events.js';

/** What the API is given by whoever wires it. */
export interface ApiContextOptions {
  db: Database;
  databasePoolSize: number;
  sessions: SessionClient;
  inbound: InboundClient;
  accountMails: AccountMailClient;
  leaves: LeaveClient;
  policyChanges: PolicyChangeClient;
  tasks: TaskClient;
  audit: AuditDesk;
  privateJwk: JWK;
  /** `id:secret` pairs, comma separated. */
  botClients: string;
  metricsToken?: string | undefined;
  /** 32 bytes in base64, the same as the worker's. */
  accountTokenKey: string;
  config: Pick<ApiConfig, 'publicUrl' | 'trustProxyHops'> & Partial<ApiConfig>;
  logger: ApiLogger;
  now?: () => Date;
  readiness?: ApiContext['readiness'];
}

/** Callers are promised an answer within 12 s. */
const REQUEST_DEADLINE_MS = 11_500;
const DECISION_WAIT_MS = 1_500;
const DATABASE_MAX_WAIT_MS = 8_000;
/** Short enough that a role that was taken away is gone at once for a person, long enough for a burst of requests. */
const TOKEN_CHECK_MAX_AGE_MS = 250;

/** Builds the context; it holds two listening connections, which `live.close()` and `decisions.close()` end. */
export async function createApiContext(options: ApiContextOptions): Promise<ApiContext> {
  const { sessions, inbound, accountMails, leaves, policyChanges, tasks, audit, privateJwk, logger } = options;
  const db = queuedDatabase(options.db, { concurrency: options.databasePoolSize, maxWaitMs: DATABASE_MAX_WAIT_MS });
  const now = options.now ?? (() => new Date());
  const config: ApiConfig = {
    requestDeadlineMs: REQUEST_DEADLINE_MS,
    decisionWaitMs: DECISION_WAIT_MS,
    strictResponses: false,
    calendarDomain: new URL(options.config.publicUrl).hostname,
    ...options.config,
  };
  return {
    db,
    sessions,
    inbound,
    accountMails,
    leaves,
    policyChanges,
    tasks,
    audit,
    logger,
    now,
    config,
    tokens: await createTokenService({ privateJwk, issuer: config.publicUrl, now }),
    tokenCheck: createTokenCheck({ db, nowMs: () => Date.now(), maxAgeMs: TOKEN_CHECK_MAX_AGE_MS }),
    csrf: createCsrfTokens(derivedSecret(privateJwk, 'csrf')),
    passwords: await createPasswordHasher(),
    passwordStrength: createPasswordStrength(),
    decisions: await createDecisionWaiters(db),
    live: await createLiveEvents({ db, nowMs: () => now().getTime() }),
    metrics: createMetrics(),
    secrets: {
      botClients: readBotClients(options.botClients),
      metricsToken: options.metricsToken ?? null,
      signInKey: derivedSecret(privateJwk, 'sign-in-attempts'),
      accountTokenKey: options.accountTokenKey,
      auditRunKey: derivedSecret(privateJwk, 'audit-runs'),
      calendarKey: Buffer.from(options.accountTokenKey, 'base64'),
      linkCodeKey: derivedSecret(privateJwk, 'chat-link-codes'),
    },
    readiness: options.readiness ?? { database: () => db.ping() },
  };
}

function readBotClients(pairs: string): Map<string, string> {
  const clients = pairs.split(',').map((pair) => {
    const at = pair.indexOf(':');
    const secret = pair.slice(at + 1).trim();
    if (at < 1 || secret.length < 16)
      throw new Error('BOT_CLIENTS takes id:secret pairs with secrets of 16 characters or more.');
    return [pair.slice(0, at).trim(), secret] as const;
  });
  return new Map(clients);
}
