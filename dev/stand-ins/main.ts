import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createShutdown, exitOnSignal } from '../../platform/shutdown.js';
import { startControl } from '../faults/control.js';
import { createFaultBoard } from '../faults/faults.js';
import { startProxy } from '../faults/proxy.js';
import { startSmtpProxy } from '../faults/smtp-proxy.js';
import { createCarrier } from './carrier.js';
import { createChanges } from './changes.js';
import type { StandInsConfig } from './config.js';
import { openJournalStore } from './journal-store.js';
import { createPhones } from './phones.js';
import { openDirectMessages, slackSeats, startSlack } from './slack.js';
import { startTwilio } from './twilio.js';

/** The stand-ins' process: Slack, Twilio and the carrier behind it, a proxy before every server, and the control port. */
const config = JSON.parse(process.env.STAND_INS ?? '{}') as StandInsConfig;
mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
const shutdown = createShutdown();
exitOnSignal(shutdown);

const changes = createChanges();
const faults = createFaultBoard(() => changes.note({ service: 'faults', collection: 'faults' }));
const slackStore = openJournalStore(join(config.dataDir, 'slack.jsonl'));
slackStore.onChange((collection) => changes.note({ service: 'slack', collection }));
const twilioStore = openJournalStore(join(config.dataDir, 'twilio.jsonl'));
twilioStore.onChange((collection) => changes.note({ service: 'twilio', collection }));
const phones = createPhones(twilioStore, config.twilio.keywords);

const origin = (port: number): string => `http://127.0.0.1:${port}`;
const slack = await startSlack({
  port: config.slackRawPort,
  publicUrl: origin(config.slackPort),
  store: slackStore,
  seed: config.slack,
});
shutdown.add('slack', () => slack.close());
const twilio = await startTwilio({
  port: config.twilioRawPort,
  publicUrl: origin(config.twilioPort),
  store: twilioStore,
  seed: config.twilio,
});
shutdown.add('twilio', () => twilio.close());
const carrier = createCarrier({
  store: twilioStore,
  authToken: config.twilio.authToken,
  times: config.carrier,
  isLost: (to) => !phones.get(to).reachable || faults.takeUndelivered(),
});
shutdown.add('carrier', () => carrier.close());

const known = slackSeats(slackStore, config.slack);
const userIds = Object.values(known.seats);
await openDirectMessages({ url: origin(config.slackRawPort), botToken: config.slack.botToken, userIds });
writeFileSync(join(config.dataDir, 'seats.json'), JSON.stringify(known), { mode: 0o600 });

const { slackPort, slackRawPort, twilioPort, twilioRawPort, apiProxyPort, apiPort, smtpPort, smtpRawPort } = config;
const proxies = await Promise.all([
  startProxy({ service: 'slack', port: slackPort, targetPort: slackRawPort, faults }),
  startProxy({ service: 'twilio', port: twilioPort, targetPort: twilioRawPort, faults, intercept: interceptTwilio }),
  startProxy({ service: 'api', port: apiProxyPort, targetPort: apiPort, faults }),
  startSmtpProxy({ port: smtpPort, targetPort: smtpRawPort, faults }),
  startControl({ port: config.controlPort, faults, phones, changes }),
]);
for (const proxy of proxies) shutdown.add('proxy', () => proxy.close());
console.log('ready');

function interceptTwilio(path: string, form: URLSearchParams): { status: number; body: object } | undefined {
  if (path.startsWith('/_twilio/simulate/inbound-message')) phones.hear(form.get('From') ?? '', form.get('Body') ?? '');
  if (!/\/Accounts\/[^/]+\/Messages\.json$/.test(path) || !phones.get(form.get('To') ?? '').optedOut) return undefined;
  const message = 'Attempt to send to unsubscribed recipient';
  return {
    status: 400,
    body: { code: 21610, message, more_info: 'https://www.twilio.com/docs/errors/21610', status: 400 },
  };
}
