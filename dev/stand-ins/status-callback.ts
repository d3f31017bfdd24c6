import { setTimeout as delay } from 'node:timers/promises';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { textOf, type Item } from './collection.js';

const TIMEOUT_MS = 10_000;
/** So that nothing is lost while the whole stack starts. */
const RETRY_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Tells the sender how its text fares (https://www.twilio.com/docs/messaging/api/message-resource). A patient one tries
 * again while nobody listens or the listener is in trouble; any other answer is final. The signal ends it quietly.
 */
export async function sendStatusCallback(options: {
  message: Item;
  authToken: string;
  signal: AbortSignal;
  patient: boolean;
}): Promise<void> {
  const { message, authToken, signal } = options;
  const url = textOf(message, 'status_callback');
  if (!url) return;
  const fields = fieldsOf(message);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': getExpectedTwilioSignature(authToken, url, fields),
  };
  for (const waitMs of [0, ...(options.patient ? RETRY_AFTER_MS : [])]) {
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted || (await post(url, headers, new URLSearchParams(fields), signal))) return;
  }
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: URLSearchParams,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch(url, { method: 'POST', headers, body, signal: deadline });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}

function fieldsOf(message: Item): Record<string, string> {
  const [sid, status] = [textOf(message, 'sid'), textOf(message, 'status')];
  const service = textOf(message, 'messaging_service_sid');
  return {
    AccountSid: textOf(message, 'account_sid'),
    ApiVersion: textOf(message, 'api_version'),
    From: textOf(message, 'from'),
    MessageSid: sid,
    MessageStatus: status,
    SmsSid: sid,
    SmsStatus: status,
    To: textOf(message, 'to'),
    ...(typeof message.error_code === 'number' ? { ErrorCode: String(message.error_code) } : {}),
    ...(service ? { MessagingServiceSid: service } : {}),
  };
}
