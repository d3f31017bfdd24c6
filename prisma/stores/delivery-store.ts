import type { Tx } from '../actor.js';
import type { DeliveryContext } from './delivery-context.js';
import { callEngine } from './engine-call.js';

export type * from './delivery-context.js';

export interface BeginDelivery<Body extends string | null = string | null> {
  notificationId: string;
  address: string;
  body: Body;
  subject: string | null;
  /** The questions that the message asks, one a session; each is bound to the session's present time. */
  prompts?: Prompt[];
  /** A message that shows the session to a doctor, and is written anew when that changes. */
  card?: { doctorId: string } | null;
}

export interface Prompt {
  sessionId: string;
  kind: 'ATTENDANCE' | 'MOVE';
  /** MOVE only: the proposal that is asked about. */
  moveId: string | null;
  expiresAt: string;
}

export interface BegunDelivery<Body extends string | null = string | null> {
  address: string;
  body: Body;
  subject: string | null;
  /** 1 on the first attempt; later ones must ask the provider first. */
  attempts: number;
}

export interface SettleDelivery {
  notificationId: string;
  status: 'SENT' | 'FAILED' | 'SUPPRESSED';
  providerId: string | null;
  errorCode: string | null;
}

export interface Receipt {
  providerId: string;
  status: 'QUEUED' | 'SENT' | 'DELIVERED' | 'FAILED';
  errorCode: string | null;
}

/** Null when there is no such row. SYSTEM only. */
export function deliveryContext(tx: Tx, notificationId: string): Promise<DeliveryContext | null> {
  return callEngine(tx, 'delivery_context', { notificationId });
}

/** Stores what will be sent before it is sent; the first call wins, and every call gets what was stored. SYSTEM only. */
export function beginDelivery<Body extends string | null>(
  tx: Tx,
  command: BeginDelivery<Body>,
): Promise<BegunDelivery<Body>> {
  return callEngine(tx, 'begin_delivery', command);
}

/**
 * Records the outcome, once, and takes in receipts that came earlier. Answers with the rows that are to be delivered
 * instead, where the message does not reach its reader. SYSTEM only.
 */
export async function settleDelivery(tx: Tx, command: SettleDelivery): Promise<string[]> {
  const result = await callEngine<{ notificationIds?: string[] } | null>(tx, 'settle_delivery', command);
  return result?.notificationIds ?? [];
}

/** What a receipt came to. */
export interface TakenReceipt {
  /** False where its message is not known (yet). */
  matched: boolean;
  sessionId: string | null;
  /** Rows that take the place of a message that did not arrive: for the session's workflow to deliver. */
  notificationIds: string[];
}

/** A provider's receipt. Monotone; one that nobody waits for (yet) is kept. */
export async function recordReceipt(tx: Tx, receipt: Receipt): Promise<TakenReceipt> {
  return callEngine(tx, 'record_receipt', receipt);
}
