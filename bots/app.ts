import express, { type Application, type ErrorRequestHandler, type RequestHandler } from 'express';
import type { ApiClient } from '../api/client/client.js';
import { DomainError } from '../domain/errors.js';
import type { Logger } from '../platform/logger.js';
import { createBackground } from './background.js';
import { sendProblem } from './problem.js';
import { createSlackBot } from './slack/app.js';
import { createSmsRouter } from './sms/router.js';

export interface BotsOptions {
  api: ApiClient;
  logger: Logger;
  slack: { signingSecret: string; botToken: string; apiUrl?: string; showPatientNames: boolean };
  twilio: { authToken: string; smsWebhookUrl: string; statusWebhookUrl: string };
  now?: () => Date;
}

export interface BotsApp {
  app: Application;
  /** Resolves when nothing goes on any more after answers were given. */
  settled(): Promise<void>;
  /** Ends what goes on after answers were given. */
  close(): Promise<void>;
}

const DEFAULT_RETRY_AFTER_SECONDS = 2;

/** Everything that providers call. Slack comes first: it needs the body untouched. Does not listen. */
export function createBotsApp(options: BotsOptions): BotsApp {
  const { api, logger } = options;
  const background = createBackground(logger);
  const app = express();
  app.disable('x-powered-by');
  app.use(drainRefusedBodies);
  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));
  createSlackBot({
    expressApp: app,
    api,
    logger,
    background,
    signingSecret: options.slack.signingSecret,
    botToken: options.slack.botToken,
    slackApiUrl: options.slack.apiUrl,
    showPatientNames: options.slack.showPatientNames,
    now: options.now ?? (() => new Date()),
  });
  app.use(createSmsRouter({ api, logger, ...options.twilio }));
  app.use((_req, res) => {
    sendProblem(res, {
      status: 404,
      code: 'not_found',
      title: 'Not found',
      detail: 'There is nothing at this address.',
    });
  });
  app.use(createErrorResponder(logger));
  return { app, settled: () => background.settled(), close: () => background.close() };
}

/** A body that was refused half-read would block the next request on its connection. */
const drainRefusedBodies: RequestHandler = (req, res, next) => {
  res.once('finish', () => {
    if (!req.readableEnded) req.resume();
  });
  next();
};

/** What failed before it could be told in a chat: an answer for the provider, and one line in the log. */
function createErrorResponder(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const status = (error as { status?: unknown }).status;
    if (status === 413) {
      return sendProblem(res, {
        status,
        code: 'payload_too_large',
        title: 'The body is too large',
        detail: 'The body is too large.',
      });
    }
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return sendProblem(res, {
        status: 400,
        code: 'malformed_request',
        title: 'Malformed',
        detail: 'The request cannot be read.',
      });
    }
    const code = error instanceof DomainError ? error.code : null;
    logger.error({ err: error, code }, 'a webhook failed');
    if (code !== 'temporarily_unavailable' && code !== 'rate_limited') {
      return sendProblem(res, {
        status: 500,
        code: 'internal_error',
        title: 'Something went wrong',
        detail: 'Please try again.',
      });
    }
    const { retryAfterSeconds } = (error as DomainError).details;
    sendProblem(res, {
      status: 503,
      code: 'temporarily_unavailable',
      title: 'Temporarily unavailable',
      detail: 'Please try again in a moment.',
      retryAfterSeconds: Number(retryAfterSeconds) || DEFAULT_RETRY_AFTER_SECONDS,
    });
  };
}
