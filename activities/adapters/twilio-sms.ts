import { twilioRefusalCode, type TwilioClient } from '../../platform/twilio.js';
import { SmsRefused, type SmsProvider } from '../delivery-sms.js';

export interface TwilioSmsConfig {
  twilioNumber: string;
  twilioStatusWebhookUrl: string;
}

/** How many of a number's last messages are searched for one that may already have been accepted. */
const SEARCHED_MESSAGES = 50;

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
    async find({ to, body }) {
      const recent = await client.messages.list({ to, from: config.twilioNumber, limit: SEARCHED_MESSAGES });
      const found = recent.find((message) => message.body === body);
      return found ? { providerId: found.sid } : null;
    },
  };
}
