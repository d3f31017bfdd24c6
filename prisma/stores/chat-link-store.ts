import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** A refusal for a while. */
export interface Limited {
  state: 'LIMITED';
  retryAfterSeconds: number;
}

export interface LinkedIdentity {
  id: string;
  channel: 'SLACK';
  subject: string;
  /** ISO UTC. */
  linkedAt: string;
}

export interface Linked {
  state: 'LINKED';
  link: LinkedIdentity;
  fullName: string;
  /** The link of the person who had the identity before, which ended by this; null where nobody else had it. */
  endedLinkId: string | null;
}

/**
 * Keeps a new code of the acting person, by its keyed hash, and ends the one before. In person only, at most ten an
 * hour. `expiresAt` is ISO UTC, ten minutes ahead.
 */
export function createLinkCode(
  tx: Tx,
  command: { id: string; channel: 'SLACK'; codeHash: string },
): Promise<{ state: 'CREATED'; expiresAt: string } | Limited> {
  return callEngine(tx, 'create_link_code', command);
}

/**
 * Redeems a code for a chat identity, as ANONYMOUS. WRONG stands for a wrong, used, replaced or expired code alike, and is
 * counted in this transaction: commit it. The eleventh within ten minutes by one identity is LIMITED.
 */
export function linkChat(
  tx: Tx,
  command: { channel: 'SLACK'; subject: string; subjectHash: string; codeHash: string },
): Promise<Linked | Limited | { state: 'WRONG' } | { state: 'DISABLED' }> {
  return callEngine(tx, 'link_chat', command);
}

/** Ends a link of the acting person, an admin anybody's. `found` is false where the actor has no such link. */
export function removeChatLink(tx: Tx, command: { linkId: string }): Promise<{ found: boolean }> {
  return callEngine(tx, 'remove_chat_link', command);
}
