export type { MessageContext, Proposal, RemindedOf } from './message-context.js';
export { isGsm7, smsSize, toGsm7 } from './gsm7.js';
export { renderSms } from './sms.js';
export { renderEmail, type EmailMessage } from './email.js';
export { renderPhoneCode, withPhoneCode } from './phone-code.js';
export { renderAccountEmail, type AccountEmailContext } from './account-email.js';
export { renderWhichSession, type WhichSessionContext } from './which-session.js';
