import { publicKeyFile } from '../../platform/audit/key-file.js';
import { HOST, origin } from '../ports.js';
import type { StackPlan } from './plan.js';

type Environment = Record<string, string | undefined>;

export const smsWebhookUrl = (plan: StackPlan): string => `${origin(plan.ports.bots)}/webhooks/twilio/sms`;
export const statusWebhookUrl = (plan: StackPlan): string => `${origin(plan.ports.bots)}/webhooks/twilio/status`;
export const slackEventsUrl = (plan: StackPlan): string => `${origin(plan.ports.bots)}/slack/events`;

export interface DatabaseUrls {
  app: string;
  worker: string;
  owner: string;
  superuser: string;
}

/** What each process is told; see platform/config/env.ts. Nobody inherits a database that is not theirs. */
export function apiEnvironment(plan: StackPlan, databases: DatabaseUrls, webDir: string | undefined): Environment {
  const { secrets } = plan;
  return {
    ...nothingElse,
    ...temporal(plan),
    DATABASE_URL: databases.app,
    API_PORT: String(plan.ports.api),
    API_HOST: HOST,
    API_PUBLIC_URL: origin(plan.ports.api),
    MAIL_DOMAIN: 'elm-street.example',
    JWT_KEY_FILE: plan.jwtKeyFile,
    AUDIT_KEY_FILE: publicKeyFile(plan.auditKeyFile),
    AUDIT_ANCHOR_FILE: plan.auditAnchorFile,
    ACCOUNT_TOKEN_KEY: secrets.accountTokenKey,
    BOT_CLIENTS: `${secrets.botClientId}:${secrets.botClientSecret}`,
    WEB_DIR: webDir,
  };
}

export function workerEnvironment(
  plan: StackPlan,
  databases: DatabaseUrls,
  known: { secretaryChannel: string; workflowBundle: string },
): Environment {
  return {
    ...nothingElse,
    ...temporal(plan),
    ...slack(plan, known.secretaryChannel),
    ...twilio(plan),
    DATABASE_URL: databases.worker,
    WORKFLOW_BUNDLE: known.workflowBundle,
    AUDIT_KEY_FILE: plan.auditKeyFile,
    AUDIT_ANCHOR_FILE: plan.auditAnchorFile,
    ACCOUNT_TOKEN_KEY: plan.secrets.accountTokenKey,
    WEB_PUBLIC_URL: origin(plan.ports.api),
    TELEHEALTH_BASE_URL: 'https://video.elm-street.example',
    SMTP_HOST: HOST,
    SMTP_PORT: String(plan.ports.smtp),
    MAIL_FROM: 'Elm Street Clinic <clinic@elm-street.example>',
  };
}

export function botsEnvironment(plan: StackPlan, secretaryChannel: string): Environment {
  return {
    ...nothingElse,
    ...slack(plan, secretaryChannel),
    ...twilio(plan),
    BOTS_PORT: String(plan.ports.bots),
    BOTS_HOST: HOST,
    /** Through the proxy, which can slow it down or cut it off. */
    API_URL: origin(plan.ports.apiProxy),
    TWILIO_SMS_WEBHOOK_URL: smsWebhookUrl(plan),
    BOT_CLIENT_ID: plan.secrets.botClientId,
    BOT_CLIENT_SECRET: plan.secrets.botClientSecret,
  };
}

const nothingElse: Environment = {
  DATABASE_URL: undefined,
  SUPERUSER_DATABASE_URL: undefined,
  TRUST_PROXY_HOPS: undefined,
  SMTP_USER: undefined,
  SMTP_PASSWORD: undefined,
  SMTP_SECURE: undefined,
  WORKFLOW_BUNDLE: undefined,
  WORKER_BUILD_ID: undefined,
  AUDIT_ANCHOR_URL: undefined,
};

const temporal = (plan: StackPlan): Environment => ({
  TEMPORAL_ADDRESS: plan.temporal.address,
  TEMPORAL_NAMESPACE: plan.temporal.namespace,
  TEMPORAL_TASK_QUEUE: plan.temporal.taskQueue,
  PAYLOAD_KEY_ID: plan.secrets.payloadKeyId,
  PAYLOAD_KEY: plan.secrets.payloadKey,
});

const slack = (plan: StackPlan, secretaryChannel: string): Environment => ({
  SLACK_API_URL: `${origin(plan.ports.slack)}/api/`,
  SLACK_SECRETARY_CHANNEL: secretaryChannel,
  SLACK_BOT_TOKEN: plan.secrets.slackBotToken,
  SLACK_SIGNING_SECRET: plan.secrets.slackSigningSecret,
});

const twilio = (plan: StackPlan): Environment => ({
  TWILIO_API_URL: origin(plan.ports.twilio),
  TWILIO_ACCOUNT_SID: plan.secrets.twilioAccountSid,
  TWILIO_AUTH_TOKEN: plan.secrets.twilioAuthToken,
  TWILIO_NUMBER: plan.twilioNumber,
  TWILIO_STATUS_WEBHOOK_URL: statusWebhookUrl(plan),
});
