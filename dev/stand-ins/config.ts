import type { CarrierTimes } from './carrier.js';

/** What the stand-ins' process is told, as JSON in `STAND_INS`. Secrets are made at first start (see dev/secrets.ts). */
export interface StandInsConfig {
  dataDir: string;
  slackPort: number;
  twilioPort: number;
  slackRawPort: number;
  twilioRawPort: number;
  apiProxyPort: number;
  apiPort: number;
  smtpPort: number;
  smtpRawPort: number;
  controlPort: number;
  slack: SlackSeed;
  twilio: TwilioSeed;
  carrier: CarrierTimes;
}

export interface SlackSeed {
  teamName: string;
  botToken: string;
  signingSecret: string;
  /** One seat for each person, by handle. */
  people: { handle: string; fullName: string; email: string; admin: boolean }[];
  secretaryChannel: string;
  /** Handles; everyone where left out. */
  secretaryChannelMembers?: string[];
}

export interface TwilioSeed {
  accountSid: string;
  authToken: string;
  number: string;
  smsWebhookUrl: string;
  /** `provider`: the stand-in enforces STOP and START, as Twilio does by default. */
  keywords: 'provider' | 'self';
}

export const SLACK_TEAM_ID = 'T000000001';
export const SLACK_APP_ID = 'A0CLINIC001';
export const SLACK_BOT_ID = 'B0CLINIC001';
export const SLACK_BOT_USER_ID = 'U0CLINICBOT';
