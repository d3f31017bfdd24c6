import type { Database } from '../prisma/actor.js';
import type { AccountMailClient } from '../workflows/account-mail/client.js';
import type { InboundClient } from '../workflows/inbound/client.js';
import type { LeaveClient } from '../workflows/leave/client.js';
import type { PolicyChangeClient } from '../workflows/policy-change/client.js';
import type { SessionClient } from '../workflows/session/client.js';
import type { TaskClient } from '../workflows/task/client.js';
import type { AuditDesk } from './audit/desk.js';
import type { CsrfTokens } from './auth/csrf.js';
import type { PasswordHasher } from './auth/password-hasher.js';
import type { PasswordStrength } from './auth/password-strength.js';
import type { TokenCheck } from './auth/token-check.js';
import type { TokenService } from './auth/tokens.js';
import type { DecisionWaiters } from './decisions/decision-waiters.js';
import type { Metrics } from './http/metrics.js';
import type { LiveEvents } from './live/live-events.js';

/** The few methods of the logger that the API calls. */
export interface ApiLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ApiConfig {
  /** Origin that clients use; issuer of tokens, and source of the port in cookie names. */
  publicUrl: string;
  /** Right-hand side of the identity of calendar entries, the same as in mails. */
  calendarDomain: string;
  /** How many entries of `X-Forwarded-For`, from the right, are ours and believed. */
  trustProxyHops: number;
  /** Longest a caller waits for any answer. */
  requestDeadlineMs: number;
  /** Longest a decision is waited for before 202. */
  decisionWaitMs: number;
  /** Every answer is checked against its schema; a mismatch is a 500. For tests. */
  strictResponses: boolean;
}

export interface ApiSecrets {
  /** Secret of each bot client by id. */
  botClients: ReadonlyMap<string, string>;
  metricsToken: string | null;
  /** Keys the hashes under which sign-in attempts are counted. */
  signInKey: Buffer;
  /** Makes the tokens that travel in mails; 32 bytes in base64, the same as the worker's. */
  accountTokenKey: string;
  /** Marks results of verifying the audit, which any process of ours may hand out. */
  auditRunKey: Buffer;
  /** Seals the links to calendars. */
  calendarKey: Buffer;
  /** Draws the codes that link chats, and keys the hashes by which they are known. */
  linkCodeKey: Buffer;
}

/** All that the app needs; made by `createApiContext`, or by hand in tests. */
export interface ApiContext {
  db: Database;
  sessions: SessionClient;
  inbound: InboundClient;
  accountMails: AccountMailClient;
  leaves: LeaveClient;
  policyChanges: PolicyChangeClient;
  tasks: TaskClient;
  audit: AuditDesk;
  tokens: TokenService;
  tokenCheck: TokenCheck;
  csrf: CsrfTokens;
  passwords: PasswordHasher;
  passwordStrength: PasswordStrength;
  decisions: DecisionWaiters;
  live: LiveEvents;
  metrics: Metrics;
  config: ApiConfig;
  secrets: ApiSecrets;
  logger: ApiLogger;
  now(): Date;
  /** By name: resolves while the dependency can be reached. */
  readiness: Readonly<Record<string, () => Promise<void>>>;
}
