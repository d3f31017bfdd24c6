import { DomainError } from '../../domain/errors.js';
import type { Announcement } from '../../domain/notifications/types.js';
import type { Policy } from '../../domain/policy/policy.js';
import type { TimerBasis } from '../../domain/session/plan-timers.js';
import type { SessionSnapshot } from '../../domain/session/types.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';
import type { StoredStep } from './session-commands.js';

/** The clinic's rules. Throws `temporarily_unavailable` where the clinic has none yet. */
export async function readPolicy(tx: Tx): Promise<Policy> {
  const row = await tx.policyRow.findUnique({ where: { id: 1 } });
  if (row === null)
    throw new DomainError(
      'temporarily_unavailable',
      'The clinic is not set up yet; whoever operates it runs the command "setup".',
    );
  const {
    id: _id,
    updatedAt: _at,
    remindersChangedAt: _since,
    toldVersion: _told,
    quietFrom,
    quietTo,
    ...policy
  } = row;
  return { ...policy, quietHours: { from: quietFrom, to: quietTo } };
}

/**
 * Puts `policy` in the place of the one whose version it has. STALE where that is not the present one any more, and then
 * holds the row; UNKNOWN_ZONE where the database does not know its zone; nothing is written then. Admins only.
 */
export function updatePolicy(
  tx: Tx,
  policy: Policy,
): Promise<{ outcome: 'UPDATED'; policy: Policy } | { outcome: 'STALE' | 'UNKNOWN_ZONE' }> {
  return callEngine(tx, 'update_policy', { version: policy.version, policy });
}

/** The first policy, with everything else by default; false where there is one already. SYSTEM by the owner's login. */
export async function createPolicy(tx: Tx, first: Pick<Policy, 'clinicName' | 'timeZone'>): Promise<boolean> {
  const { count } = await tx.policyRow.createMany({ data: [{ id: 1, ...first }], skipDuplicates: true });
  return count > 0;
}

/** True for a zone that the database knows. SYSTEM by the owner's login. */
export async function isZoneOfDatabase(tx: Tx, timeZone: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ known: boolean }[]>`SELECT engine.is_time_zone(${timeZone}) AS known`;
  return rows[0]?.known ?? false;
}

/** The policy's version, and whether all open sessions have been told of it; null where there is no policy. */
export async function policyProgress(tx: Tx): Promise<{ version: number; isTold: boolean } | null> {
  const row = await tx.policyRow.findUnique({ where: { id: 1 }, select: { version: true, toldVersion: true } });
  return row === null ? null : { version: row.version, isTold: row.toldVersion >= row.version };
}

/** All open sessions have been told of this version. SYSTEM only. */
export async function markPolicyTold(tx: Tx, version: number): Promise<void> {
  await callEngine(tx, 'policy_told', { version });
}

export interface PolicyPage {
  after: string | null;
  limit: number;
  /** Only those that were booked since shortly before the last change. */
  sinceChange: boolean;
}

/** Sessions that are not over, in order of their ids. SYSTEM only. */
export function sessionsUnderPolicy(tx: Tx, page: PolicyPage): Promise<string[]> {
  return callEngine(tx, 'sessions_under_policy', page);
}

/** What the time to decide is reckoned from; holds the session's row. SYSTEM only. */
export function decisionBasis(
  tx: Tx,
  sessionId: string,
): Promise<{ snapshot: SessionSnapshot; basis: TimerBasis; policy: Policy }> {
  return callEngine(tx, 'decision_basis', { sessionId });
}

export interface RenewDueCommand {
  sessionId: string;
  /** ISO. */
  decisionDueAt: string;
  policyVersion: number;
  announcements: Announcement[];
}

/** Gives a request another time to be decided by; what is decided already is REFUSED. SYSTEM only. */
export function renewDecisionDue(tx: Tx, command: RenewDueCommand): Promise<StoredStep> {
  return callEngine(tx, 'renew_decision_due', command);
}
