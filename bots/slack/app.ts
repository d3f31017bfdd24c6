import { App, ExpressReceiver } from '@slack/bolt';
import type { Application, RequestHandler } from 'express';
import type { ApiClient } from '../../api/client/client.js';
import type { Logger } from '../../platform/logger.js';
import { createSlackClient, slackApiBase } from '../../platform/slack.js';
import type { Background } from '../background.js';
import { sendProblem } from '../problem.js';
import { createBoltLogger } from './bolt-logger.js';
import type { SlackDeps } from './deps.js';
import { createErrorHandler } from './error-handler.js';
import { register as registerActions } from './listeners/actions/index.js';
import { register as registerCommands } from './listeners/commands/index.js';
import { register as registerEvents } from './listeners/events/index.js';
import { register as registerOptions } from './listeners/options/index.js';
import { register as registerViews } from './listeners/views/index.js';
import { createHome } from './home.js';
import { createPrivateAnswer } from './private-answer.js';
import { createTurns } from './turns.js';
import { createWorkingNote } from './working-note.js';

export interface SlackBotOptions {
  /** The app to which `POST /slack/events` is added, before any body parser. */
  expressApp: Application;
  api: ApiClient;
  logger: Logger;
  background: Background;
  signingSecret: string;
  botToken: string;
  slackApiUrl?: string;
  showPatientNames: boolean;
  now: () => Date;
}

const SLACK_PATH = '/slack/events';
const WINDOW_SECONDS = 300;
const BODY_LIMIT_BYTES = 500_000;
const LATE_DRAWING_MS = 30_000;

/** The window has two sides, and Bolt looks at one: a request from the future could be kept and sent again. */
function refuseFuture(now: () => Date): RequestHandler {
  return (req, res, next) => {
    const aheadSeconds = Number(req.get('x-slack-request-timestamp')) - now().getTime() / 1_000;
    if (aheadSeconds <= WINDOW_SECONDS) return next();
    const title = 'Unknown sender';
    sendProblem(res, { status: 401, code: 'unauthenticated', title, detail: 'The request is not from now.' });
  };
}

/** Slack over HTTP. Bolt checks the signature over the raw body and refuses what is older than five minutes. */
export function createSlackBot(options: SlackBotOptions): App {
  const { api, logger, background, showPatientNames, now } = options;
  const boltLogger = createBoltLogger(logger);
  const slack = createSlackClient({ token: options.botToken, apiUrl: options.slackApiUrl });
  // Nobody waits for a late drawing, but it must be known when it has arrived.
  const slowSlack = createSlackClient({
    token: options.botToken,
    apiUrl: options.slackApiUrl,
    timeoutMs: LATE_DRAWING_MS,
  });
  const turns = createTurns();
  const deps: SlackDeps = {
    api,
    slack,
    logger,
    background,
    showPatientNames,
    now,
    privateAnswer: createPrivateAnswer({ logger }),
    workingNote: createWorkingNote({ slack: slowSlack, background }),
    turns,
    home: createHome({ api, slack, logger, turns, background, showPatientNames, now }),
  };
  options.expressApp.use(SLACK_PATH, refuseFuture(now));
  const receiver = new ExpressReceiver({
    app: options.expressApp,
    endpoints: SLACK_PATH,
    signingSecret: options.signingSecret,
    bodyLimit: BODY_LIMIT_BYTES,
    logger: boltLogger,
  });
  const app = new App({
    receiver,
    logger: boltLogger,
    // One workspace: nothing to look up, and a start without Slack succeeds.
    authorize: () => Promise.resolve({ botToken: options.botToken }),
    clientOptions: { slackApiUrl: slackApiBase(options.slackApiUrl), retryConfig: { retries: 0 } },
    convoStore: false,
    ignoreSelf: false,
    extendedErrorHandler: true,
  });
  registerActions(app, deps);
  registerViews(app, deps);
  registerCommands(app, deps);
  registerOptions(app, deps);
  registerEvents(app, deps);
  app.error(createErrorHandler(deps));
  return app;
}
