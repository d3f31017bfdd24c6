import { LogLevel, WebClient, WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { DomainError } from '../domain/errors.js';

export interface SlackClientOptions {
  token: string;
  /** Base of the Web API, `https://slack.com/api/` where not given. An origin alone means its `/api/`. */
  apiUrl?: string;
  timeoutMs?: number;
}

const DEFAULT_API_URL = 'https://slack.com/api/';
const DEFAULT_TIMEOUT_MS = 5_000;

/** `slackApiUrl` as the SDK wants it: with its path and a slash at the end. */
export function slackApiBase(apiUrl: string = DEFAULT_API_URL): string {
  const url = new URL(apiUrl);
  if (url.pathname === '/') url.pathname = '/api/';
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/**
 * The official client, without its own retries: whoever calls decides when to ask again, because an unclear outcome is
 * looked up first. Errors are turned into ours by `mapSlackError`.
 *
 *     const slack = createSlackClient({ token, apiUrl });
 *     const { channel } = await slack.conversations.open({ users: slackUserId });
 *     await slack.chat.postMessage({ channel: channel!.id!, text, blocks, metadata, unfurl_links: false });
 */
export function createSlackClient(options: SlackClientOptions): WebClient {
  return new WebClient(options.token, {
    slackApiUrl: slackApiBase(options.apiUrl),
    timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/**
 * 429 becomes `rate_limited` with `retryAfterSeconds`, silence and 5xx become `temporarily_unavailable` (the outcome is
 * unclear: look it up before asking again). A refusal by Slack itself (`WebAPIPlatformError`) is returned as it is.
 */
export function mapSlackError(error: unknown): unknown {
  if (error instanceof WebAPIRateLimitedError) {
    return new DomainError('rate_limited', 'Slack asks to wait.', { retryAfterSeconds: error.retryAfter });
  }
  if (error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError) {
    return new DomainError('temporarily_unavailable', 'Slack does not answer.', {}, { cause: error });
  }
  return error;
}
