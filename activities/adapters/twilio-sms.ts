import { twilioRefusalCode, type TwilioClient } from '../../platform/twilio.js';
import { SmsRefused, type SmsProvider } from '../sms-provider.js';

export interface TwilioSmsConfig {
  twilioNumber: string;
  twilioStatusWebhookUrl: string;
}

/** How many of a number's last messages are searched for one that may already have been accepted. */
const SEARCHED_MESSAGES = 50;
/** Between our clock and the provider's, whose instants are whole seconds. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Twilio as the SMS provider. */
export function createTwilioSms(client: TwilioClient, config: TwilioSmsConfig): SmsProvider {
  return {
    async send({ to, body }) {
      try {
        const message = await client.messages.create({
          to,
          body,
          from: config.twilioNumber,
          statusCallback: config.twilioStatusWebhookUrl,
        });
        return { providerId: message.sid };
      } catch (error) {
        const code = twilioRefusalCode(error);
        throw code === null ? error : new SmsRefused(code);
      }
    },
    async find({ to, body, since }) {
      const notBefore = new Date(since.getTime() - CLOCK_TOLERANCE_MS);
      const query = { to, from: config.twilioNumber, dateSentAfter: notBefore, limit: SEARCHED_MESSAGES };
      const recent = await client.messages.list(query);
      const found = recent.find((message) => message.body === body && message.dateCreated >= notBefore);
      return found ? { providerId: found.sid } : null;
    },
  };
}
