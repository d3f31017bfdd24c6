import { createHmac, randomUUID } from 'node:crypto';
import { slackTs } from './slack-ts.js';

export interface SignedSlackRequest {
  /** As in Slack: an event is JSON, a command a form of its own, everything else JSON in the form field `payload`. */
  payload: SlackPayload;
  signingSecret: string;
  /** Where the bot listens: `…/slack/events`. */
  url: string;
  /** Seconds; now where left out. */
  timestamp?: number;
  /** Replaces the right signature; null leaves both headers out. */
  signature?: string | null;
  /** Sent in place of the body that was signed. */
  tamperedBody?: string;
  retryNum?: number;
  /** Gives up waiting for the acknowledgement. */
  signal?: AbortSignal;
}

export type SlackPayload = { command: string; [field: string]: unknown } | { type: string; [field: string]: unknown };

/** Posts what Slack would post, with its signature (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
export function signedSlackRequest(request: SignedSlackRequest): Promise<Response> {
  const body = encodeSlackBody(request.payload);
  const timestamp = String(request.timestamp ?? Math.floor(Date.now() / 1_000));
  const signature = request.signature ?? slackSignature(request.signingSecret, timestamp, body);
  const contentType = isEvent(request.payload) ? 'application/json' : 'application/x-www-form-urlencoded';
  const headers: Record<string, string> = { 'content-type': contentType };
  if (request.signature !== null) {
    headers['x-slack-request-timestamp'] = timestamp;
    headers['x-slack-signature'] = signature;
  }
  if (request.retryNum !== undefined) headers['x-slack-retry-num'] = String(request.retryNum);
  const { signal } = request;
  return fetch(request.url, { method: 'POST', headers, body: request.tamperedBody ?? body, signal });
}

export function slackSignature(signingSecret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

export function encodeSlackBody(payload: SlackPayload): string {
  if (isEvent(payload)) return JSON.stringify(payload);
  if (!('command' in payload)) return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}

const isEvent = (payload: SlackPayload): boolean => payload.type === 'event_callback';

const TEAM = { id: 'T000000001', domain: 'clinic' };

/** `/session …` as typed by a person. */
export function slashCommand(options: {
  userId: string;
  text: string;
  responseUrl: string;
  triggerId?: string;
}): SlackPayload {
  return {
    command: '/session',
    text: options.text,
    user_id: options.userId,
    user_name: 'someone',
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: 'C000000001',
    channel_name: 'office',
    api_app_id: 'A000000001',
    token: 'unused',
    response_url: options.responseUrl,
    trigger_id: options.triggerId ?? freshTrigger(),
  };
}

export interface ButtonPress {
  userId: string;
  actionId: string;
  value: string;
  channelId: string;
  message: { ts: string; text: string; blocks: unknown[] };
  responseUrl: string;
  triggerId?: string;
  actionTs?: string;
}

/** A press on a button of a message. */
export function blockActions(press: ButtonPress): SlackPayload {
  return {
    type: 'block_actions',
    team: TEAM,
    user: { id: press.userId, username: 'someone', name: 'someone', team_id: TEAM.id },
    api_app_id: 'A000000001',
    token: 'unused',
    container: { type: 'message', channel_id: press.channelId, message_ts: press.message.ts, is_ephemeral: false },
    channel: { id: press.channelId, name: 'directmessage' },
    message: { type: 'message', ...press.message },
    trigger_id: press.triggerId ?? freshTrigger(),
    response_url: press.responseUrl,
    actions: [
      {
        type: 'button',
        block_id: 'session_actions',
        action_id: press.actionId,
        text: { type: 'plain_text', text: 'Button' },
        value: press.value,
        action_ts: press.actionTs ?? slackTs(),
      },
    ],
  };
}

/** A modal sent by a person; `view` is what `views.open` returned, `values` are what the person entered. */
export function viewSubmission(options: {
  userId: string;
  view: { id: string; callback_id: string; private_metadata: string; blocks?: unknown[] };
  values: Record<string, Record<string, unknown>>;
}): SlackPayload {
  return {
    type: 'view_submission',
    team: TEAM,
    user: { id: options.userId, username: 'someone', name: 'someone', team_id: TEAM.id },
    api_app_id: 'A000000001',
    token: 'unused',
    trigger_id: freshTrigger(),
    view: { type: 'modal', hash: 'hash', ...options.view, state: { values: options.values } },
    response_urls: [],
  };
}

const freshTrigger = (): string => `trigger.${randomUUID()}`;
