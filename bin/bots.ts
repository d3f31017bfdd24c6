import { createApiClient } from '../api/client/client.js';
import { createBotsApp } from '../bots/app.js';
import { readEnv } from '../platform/config/env.js';
import { createLogger } from '../platform/logger.js';
import { createShutdown, exitOnSignal } from '../platform/shutdown.js';

const API_DEADLINE_MS = 5_000;

const { config, secrets } = readEnv(['bots', 'slack', 'twilio']);
const logger = createLogger({ name: 'bots' });
const { app, close } = createBotsApp({
  logger,
  api: createApiClient({
    baseUrl: config.bots.apiUrl,
    botClient: { id: secrets.bots.botClientId, secret: secrets.bots.botClientSecret },
    deadlineMs: API_DEADLINE_MS,
  }),
  slack: {
    signingSecret: secrets.slack.slackSigningSecret,
    botToken: secrets.slack.slackBotToken,
    apiUrl: config.slack.slackApiUrl,
    showPatientNames: config.bots.slackPatientNames,
  },
  twilio: {
    authToken: secrets.twilio.twilioAuthToken,
    smsWebhookUrl: config.bots.twilioSmsWebhookUrl,
    statusWebhookUrl: config.bots.twilioStatusWebhookUrl,
  },
});

const server = app.listen(config.bots.botsPort, config.bots.botsHost);
server.on('listening', () => logger.info({ port: config.bots.botsPort }, 'bots ready'));
server.on('error', (error) => {
  logger.fatal({ err: error }, 'bots cannot listen');
  process.exit(1);
});

const shutdown = createShutdown({
  onError: (name, error) => logger.error({ err: error, step: name }, 'not closed cleanly'),
});
shutdown.add('background', close);
shutdown.add('server', async () => {
  server.closeIdleConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
exitOnSignal(shutdown, (signal) => logger.info({ signal }, 'bots stop'));
