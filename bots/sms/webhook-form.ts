import { z } from 'zod';
import { operations } from '../../api/client/client.js';

const { from: phone } = operations.receiveSms.body.shape;
const TEXT_MAX = 2_000;

/** PostgreSQL text holds neither NUL nor half a surrogate pair. */
const storable = (text: string): string =>
  text
    .slice(0, TEXT_MAX)
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '\uFFFD');

/** A text as Twilio posts it. Senders without a number (short codes, names) cannot be patients. */
export const inboundForm = z.object({
  From: phone,
  Body: z.string().default('').transform(storable),
  MessageSid: z.string().min(1).max(64),
});

/** A delivery receipt as Twilio posts it. */
export const receiptForm = z.object({
  To: phone,
  MessageSid: z.string().min(1).max(64),
  MessageStatus: operations.receiveSmsStatus.body.shape.status,
  ErrorCode: z.string().max(16).optional(),
});
