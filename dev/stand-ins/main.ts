import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createShutdown, exitOnSignal } from '../../platform/shutdown.js';
import { startControl } from '../faults/control.js';
import { createFaultBoard } from '../faults/faults.js';
import { startProxy } from '../faults/proxy.js';
import type { StandInsConfig } from './config.js';
import { openJournalStore } from './journal-store.js';
import { createKeywordBlock } from './keyword-block.js';
import { slackSeats, startSlack } from './slack.js';
import { startTwilio } from './twilio.js';

/** The stand-ins' process: Slack and Twilio, a proxy before each, and the faults' control port. */
const config = JSON.parse(process.env.STAND_INS ?? '{}') as StandInsConfig;
mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
const shutdown = createShutdown();
exitOnSignal(shutdown);

const faults = createFaultBoard();
const slackStore = openJournalStore(join(config.dataDir, 'slack.jsonl'));
const twilioStore = openJournalStore(join(config.dataDir, 'twilio.jsonl'));
const block = createKeywordBlock(twilioStore, config.twilio.keywords);

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

writeFileSync(join(config.dataDir, 'seats.json'), JSON.stringify(slackSeats(slackStore, config.slack)), {
  mode: 0o600,
});

const proxies = await Promise.all([
  startProxy({ service: 'slack', port: config.slackPort, targetPort: config.slackRawPort, faults }),
  startProxy({
    service: 'twilio',
    port: config.twilioPort,
    targetPort: config.twilioRawPort,
    faults,
    intercept: interceptTwilio,
  }),
  startControl(config.controlPort, faults),
]);
for (const proxy of proxies) shutdown.add('proxy', () => proxy.close());
console.log('ready');

function interceptTwilio(path: string, form: URLSearchParams): { status: number; body: object } | undefined {
  if (path.startsWith('/_twilio/simulate/inbound-message')) block.hear(form.get('From') ?? '', form.get('Body') ?? '');
  if (!/\/Accounts\/[^/]+\/Messages\.json$/.test(path) || !block.blocks(form.get('To') ?? '')) return undefined;
  const message = 'Attempt to send to unsubscribed recipient';
  return {
    status: 400,
    body: { code: 21610, message, more_info: 'https://www.twilio.com/docs/errors/21610', status: 400 },
  };
}
