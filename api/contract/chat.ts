import { z } from 'zod';
import { defineOperation } from './operation.js';
import { phone, text } from './primitives.js';

export const receiveSms = defineOperation({
  operationId: 'receiveSms',
  method: 'POST',
  path: '/chat/sms',
  tag: 'chat',
  summary: 'A text that a phone sent; the token must be for that phone. The same provider id again changes nothing',
  access: { kind: 'PHONE' },
  body: z.strictObject({ from: phone, text: text(2_000), providerMessageId: text(64).min(1) }),
  responses: { 202: z.object({ inboundId: z.guid(), duplicate: z.boolean() }).meta({ id: 'InboundReceipt' }) },
  errors: [],
});

export const RECEIPT_STATUSES = [
  'queued',
  'accepted',
  'scheduled',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'read',
  'canceled',
] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

export const receiveSmsStatus = defineOperation({
  operationId: 'receiveSmsStatus',
  method: 'POST',
  path: '/chat/sms/status',
  tag: 'chat',
  summary: "A provider's delivery receipt; early and unknown ones are kept and matched later",
  access: { kind: 'PHONE' },
  body: z.strictObject({
    providerMessageId: text(64).min(1),
    status: z.enum(RECEIPT_STATUSES),
    errorCode: text(16).nullable().optional(),
  }),
  responses: { 204: null },
  errors: [],
});
