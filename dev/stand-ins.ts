import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from './ports.js';
import type { CarrierTimes } from './stand-ins/carrier.js';
import type { SlackSeed, StandInsConfig, TwilioSeed } from './stand-ins/config.js';
import { entrySpec } from './supervisor/entry.js';
import type { ProcessSpec } from './supervisor/launch.js';

const CARRIER: CarrierTimes = { sentAfterMs: 300, settledAfterMs: 600 };

/** Slack and Twilio stand-ins and the proxies before every server, as one process. */
export function standInsSpec(options: {
  dataDir: string;
  ports: Ports;
  slack: SlackSeed;
  twilio: TwilioSeed;
  carrier?: CarrierTimes;
}): ProcessSpec {
  const { dataDir, ports } = options;
  const config: StandInsConfig = {
    dataDir: join(dataDir, 'stand-ins'),
    slackPort: ports.slack,
    twilioPort: ports.twilio,
    slackRawPort: ports.slackRaw,
    twilioRawPort: ports.twilioRaw,
    apiProxyPort: ports.apiProxy,
    apiPort: ports.api,
    smtpPort: ports.smtp,
    smtpRawPort: ports.smtpRaw,
    controlPort: ports.faults,
    slack: options.slack,
    twilio: options.twilio,
    carrier: options.carrier ?? CARRIER,
  };
  return entrySpec({
    name: 'stand-ins',
    entry: 'dev/stand-ins/main.ts',
    env: { STAND_INS: JSON.stringify(config) },
    dataDir,
    logFile: join(dataDir, 'logs', 'stand-ins', 'stand-ins.log'),
  });
}

export interface SlackSeats {
  /** Slack user id by handle. */
  seats: Record<string, string>;
  channelId: string;
}

/** Slack's ids of our people and of the secretaries' channel; known once the stand-ins are ready. */
export function readSlackSeats(dataDir: string): SlackSeats {
  return JSON.parse(readFileSync(join(dataDir, 'stand-ins', 'seats.json'), 'utf8')) as SlackSeats;
}
