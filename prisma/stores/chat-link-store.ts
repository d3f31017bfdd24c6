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

/**
 * Ends a link of the acting person, an admin anybody's. `found` is false where the actor has no such link. A phone stays
 * on the record as it is, verified and with what its owner said about texts.
 */
export function removeChatLink(tx: Tx, command: { linkId: string }): Promise<{ found: boolean }> {
  return callEngine(tx, 'remove_chat_link', command);
}

export interface LinkedPhone extends Omit<LinkedIdentity, 'channel'> {
  channel: 'SMS';
}

/**
 * Keeps a new code for a phone that the acting patient named, by its keyed hash, ends the one before, and queues the text
 * that brings it. In person and with a record only. At most five a day by one person, three an hour to one number.
 * OPTED_OUT: the number wants no texts; that counts too, so commit it. `expiresAt` is ISO UTC, ten minutes ahead.
 */
export function createPhoneCode(
  tx: Tx,
  command: { id: string; codeHash: string; phone: string; sourceHash: string; mailId: string },
): Promise<{ state: 'CREATED'; expiresAt: string } | Limited | { state: 'OPTED_OUT' }> {
  return callEngine(tx, 'create_phone_code', command);
}

/** The acting patient's code that can still be typed, null where there is none. Locks the record to the end of `tx`. */
export function openPhoneCode(tx: Tx): Promise<{ id: string } | null> {
  return callEngine(tx, 'open_phone_code', {});
}

/**
 * Makes the number of a code the acting patient's: on record, verified, consented to, and linked. The links of others to
 * the same number stay, for a family may share it. WRONG is counted in this transaction: commit it; after five a code is
 * OVER, as a used, replaced or expired one is.
 */
export function linkPhone(
  tx: Tx,
  command: { codeId: string; codeHash: string },
): Promise<
  | { state: 'LINKED'; link: LinkedPhone; fullName: string }
  | { state: 'WRONG' }
  | { state: 'OVER' }
  | { state: 'OPTED_OUT' }
> {
  return callEngine(tx, 'link_phone', command);
}
