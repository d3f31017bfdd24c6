import { join } from 'node:path';
import { origin } from '../ports.js';
import type { SeedResult } from '../seed/contract.js';
import { writeWhole } from '../secrets.js';
import type { SlackSeats } from '../stand-ins.js';
import { SLACK_TEAM_ID } from '../stand-ins/config.js';
import { CARD_FILE } from './data-dir.js';
import { slackEventsUrl, smsWebhookUrl, statusWebhookUrl, type DatabaseUrls } from './environment.js';
import type { StackPlan } from './plan.js';

/** Where everything is, for scripts and tests: `stack.json`, as fixed in docs of the HTTP contract. */
export interface StackCard extends SeedResult {
  api: string;
  web: string | null;
  simulator: string | null;
  slack: string;
  twilio: string;
  mail: string;
  faults: string;
  temporal: { address: string; namespace: string; taskQueue: string; ui: string | null };
  databaseUrl: string;
  ownerDatabaseUrl: string;
  superuserDatabaseUrl: string;
  startedAt: string;
  pids: Record<string, number>;
  slackSigningSecret: string;
  slackBotToken: string;
  slackTeamId: string;
  slackEventsUrl: string;
  slackSecretaryChannel: string;
  slackViewsUrl: string;
  twilioAccountSid: string;
  twilioAuthToken: string;
  twilioNumber: string;
  smsKeywords: 'provider' | 'self';
  twilioSmsWebhookUrl: string;
  twilioStatusWebhookUrl: string;
  jwtKeyFile: string;
  logs: string;
}

export function makeCard(options: {
  plan: StackPlan;
  databases: DatabaseUrls;
  seats: SlackSeats;
  seeded: SeedResult;
  startedAt: string;
  pids: Record<string, number>;
  hasSimulator: boolean;
  hasWeb: boolean;
}): StackCard {
  const { plan, databases, seats } = options;
  const { ports, secrets } = plan;
  return {
    api: origin(ports.api),
    web: options.hasWeb ? origin(ports.api) : null,
    simulator: options.hasSimulator ? origin(ports.simulator) : null,
    slack: origin(ports.slack),
    twilio: origin(ports.twilio),
    mail: origin(ports.mail),
    faults: origin(ports.faults),
    temporal: { ...plan.temporal, ui: plan.external.temporalAddress ? null : origin(ports.temporalUi) },
    databaseUrl: databases.app,
    ownerDatabaseUrl: databases.owner,
    superuserDatabaseUrl: databases.superuser,
    startedAt: options.startedAt,
    pids: { supervisor: process.pid, ...options.pids },
    ...options.seeded,
    slackSigningSecret: secrets.slackSigningSecret,
    slackBotToken: secrets.slackBotToken,
    slackTeamId: SLACK_TEAM_ID,
    slackEventsUrl: slackEventsUrl(plan),
    slackSecretaryChannel: seats.channelId,
    slackViewsUrl: `${origin(ports.slack)}/_dev/views`,
    twilioAccountSid: secrets.twilioAccountSid,
    twilioAuthToken: secrets.twilioAuthToken,
    twilioNumber: plan.twilioNumber,
    smsKeywords: plan.smsKeywords,
    twilioSmsWebhookUrl: smsWebhookUrl(plan),
    twilioStatusWebhookUrl: statusWebhookUrl(plan),
    jwtKeyFile: plan.jwtKeyFile,
    logs: join(plan.dataDir, 'logs'),
  };
}

export function writeCard(dataDir: string, card: StackCard): void {
  writeWhole(join(dataDir, CARD_FILE), `${JSON.stringify(card, null, 2)}\n`);
}
