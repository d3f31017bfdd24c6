import { createSlackGateway } from '../activities/adapters/slack-web.js';
import { createSmtpMail } from '../activities/adapters/smtp-mail.js';
import { createTwilioSms } from '../activities/adapters/twilio-sms.js';
import { createActivities } from '../activities/index.js';
import { startTaskWatch } from '../activities/task-watch.js';
import { signTreeHead } from '../domain/audit/tree-head.js';
import { createAnchors } from '../platform/audit/anchors.js';
import { createAuditKeys } from '../platform/audit/key-file.js';
import { readEnv } from '../platform/config/env.js';
import { createLogger } from '../platform/logger.js';
import { createSlackClient } from '../platform/slack.js';
import { connectTemporal } from '../platform/temporal/client.js';
import { installTemporalRuntime } from '../platform/temporal/runtime.js';
import { buildIdOf } from '../platform/temporal/deployment.js';
import { createWorker } from '../platform/temporal/worker.js';
import { buildWorkflowBundle, readWorkflowBundle } from '../platform/temporal/workflow-bundle.js';
import { createTwilioClient } from '../platform/twilio.js';
import { startSealer } from '../prisma/audit/sealer.js';
import { createDatabase } from '../prisma/client.js';
import { createAccountMailClient } from '../workflows/account-mail/client.js';
import { createInboundClient } from '../workflows/inbound/client.js';
import { createLeaveClient } from '../workflows/leave/client.js';
import { createPolicyChangeClient } from '../workflows/policy-change/client.js';
import { scheduleReconcile, startReconcile } from '../workflows/reconcile/client.js';
import { createSessionClient } from '../workflows/session/client.js';
import { createSessionRuns } from '../workflows/session/runs/client.js';
import { createTaskClient } from '../workflows/task/client.js';

const { config, secrets } = readEnv(['database', 'temporal', 'accounts', 'audit', 'worker', 'slack', 'twilio', 'mail']);
const logger = createLogger({ name: 'worker' });
const runtime = installTemporalRuntime(logger);
const { workflowBundle: bundlePath } = config.worker;
const workflowBundle = await (bundlePath ? readWorkflowBundle(bundlePath) : buildWorkflowBundle(runtime.logger));
const buildId = buildIdOf(workflowBundle, config.worker.workerBuildId);

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
const sessions = createSessionClient(target);
const { worker, close } = await createWorker({
  config: { ...config.temporal, maxCachedWorkflows: config.worker.maxCachedWorkflows },
  key: secrets.temporal,
  workflowBundle,
  buildId,
  activities: createActivities({
    db,
    sessions,
    sessionRuns: createSessionRuns(target),
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

const auditKeys = createAuditKeys(secrets.audit.auditKeyFile);
await auditKeys.signing();
const anchors = createAnchors({ file: config.audit.auditAnchorFile, url: config.audit.auditAnchorUrl, logger });
const sealer = startSealer({
  url: secrets.database.databaseUrl,
  sign: async (head) => {
    const { key, kid } = await auditKeys.signing();
    return signTreeHead(head, key, kid);
  },
  onHead: (head) => anchors.offer(head),
  logger,
});

const taskWatch = await startTaskWatch({ db, tasks: createTaskClient(target), sessions, logger });

try {
  await startReconcile(target);
  await scheduleReconcile(target);
  logger.info({ buildId }, 'worker ready');
  // `run` ends by itself on SIGINT and SIGTERM, after the grace time for running activities.
  await worker.run();
} finally {
  await taskWatch.stop();
  await close();
  await sealer.stop();
  await anchors.stop();
  await temporal.close();
  await db.close();
}

function credentials(): { accountSid: string; authToken: string } {
  return { accountSid: config.twilio.twilioAccountSid, authToken: secrets.twilio.twilioAuthToken };
}
