import { createSlackGateway } from '../activities/adapters/slack-web.js';
import { createSmtpMail } from '../activities/adapters/smtp-mail.js';
import { createTwilioSms } from '../activities/adapters/twilio-sms.js';
import { createActivities } from '../activities/index.js';
import { readEnv } from '../platform/config/env.js';
import { createLogger } from '../platform/logger.js';
import { createSlackClient } from '../platform/slack.js';
import { connectTemporal } from '../platform/temporal/client.js';
import { installTemporalRuntime } from '../platform/temporal/runtime.js';
import { createWorker } from '../platform/temporal/worker.js';
import { buildWorkflowBundle, readWorkflowBundle } from '../platform/temporal/workflow-bundle.js';
import { createTwilioClient } from '../platform/twilio.js';
import { createDatabase } from '../prisma/client.js';
import { createAccountMailClient } from '../workflows/account-mail/client.js';
import { createInboundClient } from '../workflows/inbound/client.js';
import { createLeaveClient } from '../workflows/leave/client.js';
import { createPolicyChangeClient } from '../workflows/policy-change/client.js';
import { scheduleReconcile, startReconcile } from '../workflows/reconcile/client.js';
import { createSessionClient } from '../workflows/session/client.js';

const { config, secrets } = readEnv(['database', 'temporal', 'accounts', 'worker', 'slack', 'twilio', 'mail']);
const logger = createLogger({ name: 'worker' });
const runtime = installTemporalRuntime(logger);
const { workflowBundle: bundlePath } = config.worker;
const workflowBundle = await (bundlePath ? readWorkflowBundle(bundlePath) : buildWorkflowBundle(runtime.logger));

// `Clinic <desk@clinic.example>` or the bare address.
const mailSender = config.mail.mailFrom.replace(/^.*</, '').replace(/>.*$/, '');
const db = await createDatabase({
  url: secrets.database.databaseUrl,
  poolSize: config.database.databasePoolSize,
  expectedRole: 'clinic_worker',
  logger,
});
const temporal = connectTemporal(config.temporal, secrets.temporal);
const target = { client: temporal.client, taskQueue: config.temporal.temporalTaskQueue };
const { worker, close } = await createWorker({
  config: { ...config.temporal, maxCachedWorkflows: config.worker.maxCachedWorkflows },
  key: secrets.temporal,
  workflowBundle,
  activities: createActivities({
    db,
    sessions: createSessionClient(target),
    accountMails: createAccountMailClient(target),
    leaves: createLeaveClient(target),
    inbound: createInboundClient(target),
    policyChanges: createPolicyChangeClient(target),
    now: () => new Date(),
    sms: createTwilioSms(createTwilioClient({ ...credentials(), apiUrl: config.twilio.twilioApiUrl }), config.twilio),
    mail: createSmtpMail({ ...config.mail, ...secrets.mail }),
    mailSender,
    mailDomain: mailSender.replace(/^.*@/, ''),
    accountTokenKey: secrets.accounts.accountTokenKey,
    webPublicUrl: config.worker.webPublicUrl,
    slack: createSlackGateway(
      createSlackClient({ token: secrets.slack.slackBotToken, apiUrl: config.slack.slackApiUrl }),
    ),
    secretaryChannelId: config.slack.slackSecretaryChannel,
    patientNamesInSlack: config.worker.slackPatientNames,
    telehealthBaseUrl: config.worker.telehealthBaseUrl,
  }),
});

try {
  await startReconcile(target);
  await scheduleReconcile(target);
  logger.info('worker ready');
  // `run` ends by itself on SIGINT and SIGTERM, after the grace time for running activities.
  await worker.run();
} finally {
  await close();
  await temporal.close();
  await db.close();
}

function credentials(): { accountSid: string; authToken: string } {
  return { accountSid: config.twilio.twilioAccountSid, authToken: secrets.twilio.twilioAuthToken };
}
