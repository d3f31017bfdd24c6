import { createEmulator, defineEmulator } from 'emulate';
import type { TwilioSeed } from './config.js';
import type { JournalStore } from './journal-store.js';
import { refuseStrangers } from './own-machine.js';
import { loadPlugin } from './plugins.js';

/** Twilio on a port of its own, with one account and one number. */
export async function startTwilio(options: {
  port: number;
  publicUrl: string;
  store: JournalStore;
  seed: TwilioSeed;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { store, seed, publicUrl } = options;
  const plugin = await loadPlugin('twilio');
  return createEmulator({
    port: options.port,
    baseUrl: publicUrl,
    service: defineEmulator({
      name: 'twilio',
      cors: false,
      state: () => ({}),
      setup({ app, webhooks }) {
        refuseStrangers(app, [options.port, Number(new URL(publicUrl).port)]);
        plugin.register(app, store, webhooks, publicUrl, new Map());
        plugin.seedFromConfig(store, publicUrl, {
          account: {
            sid: seed.accountSid,
            auth_token: seed.authToken,
            friendly_name: 'Elm Street Clinic',
            status: 'active',
          },
          phone_numbers: [{ phone_number: seed.number, friendly_name: 'Reminders', sms_url: seed.smsWebhookUrl }],
        });
      },
    }),
  });
}
