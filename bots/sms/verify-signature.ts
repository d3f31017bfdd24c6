import type { RequestHandler } from 'express';
import twilio from 'twilio';
import type { Logger } from '../../platform/logger.js';
import { sendProblem } from '../problem.js';

/**
 * Lets through only what Twilio signed for the configured public URL; whatever host, port or path a proxy shows us does
 * not count (https://www.twilio.com/docs/usage/webhooks/webhooks-security). Needs the form fields parsed before it.
 */
export function verifySignature(options: { authToken: string; publicUrl: string; logger: Logger }): RequestHandler {
  return (req, res, next) => {
    const signature = req.get('x-twilio-signature');
    const fields: unknown = req.body;
    if (signature && isForm(fields) && isSigned(options, signature, fields)) return next();
    options.logger.warn(
      { path: req.path, signed: signature !== undefined },
      'a webhook with a wrong signature was refused',
    );
    sendProblem(res, {
      status: 403,
      code: 'forbidden',
      title: 'Not allowed',
      detail: 'The signature does not fit this request.',
    });
  };
}

const isForm = (fields: unknown): fields is Record<string, unknown> => typeof fields === 'object' && fields !== null;

/** The validator throws on oddly shaped input; that is no signature either. */
function isSigned(
  options: { authToken: string; publicUrl: string },
  signature: string,
  fields: Record<string, unknown>,
): boolean {
  try {
    return twilio.validateRequest(options.authToken, signature, options.publicUrl, fields);
  } catch {
    return false;
  }
}
