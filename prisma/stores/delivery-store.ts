import type { Tx } from '../actor.js';
import type { DeliveryContext } from './delivery-context.js';
import { callEngine } from './engine-call.js';

export type * from './delivery-context.js';

export interface BeginDelivery<Body extends string | null = string | null> {
  notificationId: string;
  address: string;
  body: Body;
  subject: string | null;
  /** The question that the message asks; bound to the session's present time. */
  prompt?: { kind: 'ATTENDANCE'; expiresAt: string } | null;
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

/** Records the outcome, once, and takes in receipts that came earlier. SYSTEM only. */
export async function settleDelivery(tx: Tx, command: SettleDelivery): Promise<void> {
  await callEngine(tx, 'settle_delivery', command);
}

/** A provider's receipt. Monotone; one that nobody waits for (yet) is kept. False when its message is unknown. */
export async function recordReceipt(tx: Tx, receipt: Receipt): Promise<{ matched: boolean }> {
  return callEngine(tx, 'record_receipt', receipt);
}
