import twilio from 'twilio';

export interface SignedTwilioRequest {
  authToken: string;
  /** What Twilio is configured with and signs. */
  publicUrl: string;
  /** Where the request really goes, when a proxy stands before it; the public URL where left out. */
  url?: string;
  fields: Record<string, string>;
  /** Replaces the right signature; null leaves the header out. */
  signature?: string | null;
  /** Sent in place of the fields that were signed. */
  tamperedFields?: Record<string, string>;
}

/** Posts a form as Twilio would, signed for its public URL. */
export function signedTwilioRequest(request: SignedTwilioRequest): Promise<Response> {
  const signature =
    request.signature ?? twilio.getExpectedTwilioSignature(request.authToken, request.publicUrl, request.fields);
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  if (request.signature !== null) headers['x-twilio-signature'] = signature;
  return fetch(request.url ?? request.publicUrl, {
    method: 'POST',
    headers,
    body: new URLSearchParams(request.tamperedFields ?? request.fields).toString(),
  });
}

/** A text from a phone. */
export function inboundSms(options: {
  from: string;
  to: string;
  text: string;
  messageSid: string;
}): Record<string, string> {
  return {
    AccountSid: 'AC00000000000000000000000000000000',
    ApiVersion: '2010-04-01',
    Body: options.text,
    From: options.from,
    MessageSid: options.messageSid,
    MessagingServiceSid: '',
    NumMedia: '0',
    NumSegments: '1',
    SmsSid: options.messageSid,
    SmsStatus: 'received',
    To: options.to,
  };
}

/** A delivery receipt. */
export function smsReceipt(options: {
  to: string;
  from: string;
  messageSid: string;
  status: string;
  errorCode?: string;
}): Record<string, string> {
  return {
    AccountSid: 'AC00000000000000000000000000000000',
    From: options.from,
    MessageSid: options.messageSid,
    MessageStatus: options.status,
    SmsSid: options.messageSid,
    SmsStatus: options.status,
    To: options.to,
    ...(options.errorCode && { ErrorCode: options.errorCode }),
  };
}
