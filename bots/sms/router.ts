import { setTimeout as pause } from 'node:timers/promises';
import { Router, urlencoded, type Request, type Response } from 'express';
import { operations, type ApiClient } from '../../api/client/client.js';
import { DomainError } from '../../domain/errors.js';
import type { Logger } from '../../platform/logger.js';
import { sendEmptyTwiml } from './empty-twiml.js';
import { verifySignature } from './verify-signature.js';
import { inboundForm, receiptForm } from './webhook-form.js';

export interface SmsRouterOptions {
  api: ApiClient;
  logger: Logger;
  authToken: string;
  /** The URLs that Twilio is configured with, exactly as it signs them. */
  smsWebhookUrl: string;
  statusWebhookUrl: string;
}

const BODY_LIMIT = '64kb';
/** Twilio gives a webhook 15 s and then drops the text, so an outage is waited out that long. */
const INBOUND_TOTAL_MS = 9_000;
const RETRY_PAUSE_MS = 500;
/** A receipt is sent while the sender still waits for its own answer. */
const RECEIPT_DEADLINE_MS = 2_000;

/** Twilio's webhooks: verified, handed to the API, answered with an empty document. */
export function createSmsRouter(options: SmsRouterOptions): Router {
  const router = Router();
  const form = urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: 200 });
  const signed = (publicUrl: string) => verifySignature({ ...options, publicUrl });
  router.post('/webhooks/twilio/sms', form, signed(options.smsWebhookUrl), async (req, res) => {
    await receiveText(options, req, res);
  });
  router.post('/webhooks/twilio/status', form, signed(options.statusWebhookUrl), async (req, res) => {
    await receiveReceipt(options, req, res);
  });
  return router;
}

async function receiveText({ api, logger }: SmsRouterOptions, req: Request, res: Response): Promise<void> {
  const parsed = inboundForm.safeParse(req.body);
  if (!parsed.success) {
    logger.warn(
      { fields: parsed.error.issues.map(({ path }) => path.join('.')) },
      'a text that cannot be answered was ignored',
    );
    return sendEmptyTwiml(res);
  }
  const { From: from, Body: text, MessageSid: providerMessageId } = parsed.data;
  const phone = api.as({ channel: 'SMS', subject: from });
  await untilTaken(() => phone.call(operations.receiveSms, { body: { from, text, providerMessageId } }));
  sendEmptyTwiml(res);
}

async function receiveReceipt({ api, logger }: SmsRouterOptions, req: Request, res: Response): Promise<void> {
  const parsed = receiptForm.safeParse(req.body);
  if (!parsed.success) {
    logger.info(
      { fields: parsed.error.issues.map(({ path }) => path.join('.')) },
      'a receipt of another kind was ignored',
    );
    return void res.status(204).end();
  }
  const { To: to, MessageSid: providerMessageId, MessageStatus: status, ErrorCode: errorCode } = parsed.data;
  await api.as({ channel: 'SMS', subject: to }).call(operations.receiveSmsStatus, {
    body: { providerMessageId, status, errorCode: errorCode || null },
    deadlineMs: RECEIPT_DEADLINE_MS,
  });
  res.status(204).end();
}

/** Asks again while the API is away; the provider's message id makes that harmless. */
async function untilTaken(send: () => Promise<unknown>): Promise<void> {
  const giveUpAt = Date.now() + INBOUND_TOTAL_MS;
  for (;;) {
    try {
      await send();
      return;
    } catch (error) {
      const mayPass = error instanceof DomainError && error.code === 'temporarily_unavailable';
      if (!mayPass || Date.now() + RETRY_PAUSE_MS >= giveUpAt) throw error;
      await pause(RETRY_PAUSE_MS);
    }
  }
}
