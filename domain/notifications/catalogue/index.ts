export type { MessageContext } from './message-context.js';
export { isGsm7, smsSize, toGsm7 } from './gsm7.js';
export { renderSms } from './sms.js';
export { renderEmail, type EmailMessage } from './email.js';
export { renderAccountEmail, type AccountEmailContext } from './account-email.js';
