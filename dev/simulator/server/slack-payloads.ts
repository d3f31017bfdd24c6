import { randomUUID } from 'node:crypto';
import { SLACK_APP_ID } from '../../stand-ins/config.js';
import type { SlackMessage, SlackPerson, ViewValues } from '../contract.js';
import type { SlackPayload } from '../slack-requests.js';
import { slackTs } from '../slack-ts.js';
import type { FullView } from './workspace.js';

/** Who does something, in which workspace. */
export interface Envelope {
  teamId: string;
  person: SlackPerson;
}

const TEAM_DOMAIN = 'elm-street-clinic';

const common = ({ teamId, person }: Envelope) => ({
  team: { id: teamId, domain: TEAM_DOMAIN },
  user: { id: person.id, username: person.handle, name: person.handle, team_id: teamId },
  api_app_id: SLACK_APP_ID,
  token: 'unused',
});

export const withState = (view: FullView, values: ViewValues) => ({ ...view, state: { values } });

export function commandPayload(
  { teamId, person }: Envelope,
  typed: {
    command: string;
    text: string;
    channel: { id: string; name: string };
    responseUrl: string;
    triggerId: string;
  },
): SlackPayload {
  return {
    command: typed.command,
    text: typed.text,
    user_id: person.id,
    user_name: person.handle,
    team_id: teamId,
    team_domain: TEAM_DOMAIN,
    channel_id: typed.channel.id,
    channel_name: typed.channel.name,
    api_app_id: SLACK_APP_ID,
    is_enterprise_install: false,
    token: 'unused',
    response_url: typed.responseUrl,
    trigger_id: typed.triggerId,
  };
}

/** One act on an element; `acted` is the element's own part of it. */
export interface Act {
  acted: { type: string; block_id: string; action_id: string; [field: string]: unknown };
  triggerId: string;
}

const actsOf = ({ acted, triggerId }: Act) => ({
  trigger_id: triggerId,
  actions: [{ ...acted, action_ts: slackTs() }],
});

/** Slack does not send a message along that only one person sees. */
export function messageAction(
  envelope: Envelope,
  act: Act,
  where: { channel: { id: string; name: string }; message: SlackMessage; responseUrl: string },
): SlackPayload {
  const { ts, text, blocks, ephemeral } = where.message;
  return {
    type: 'block_actions',
    ...common(envelope),
    container: { type: 'message', channel_id: where.channel.id, message_ts: ts, is_ephemeral: ephemeral },
    channel: where.channel,
    ...(!ephemeral && { message: { type: 'message', ts, text, blocks } }),
    state: { values: {} },
    response_url: where.responseUrl,
    ...actsOf(act),
  };
}

export function viewAction(envelope: Envelope, act: Act, view: FullView): SlackPayload {
  return {
    type: 'block_actions',
    ...common(envelope),
    container: { type: 'view', view_id: view.id },
    view,
    ...actsOf(act),
  };
}

export function optionsPayload(
  envelope: Envelope,
  wanted: { blockId: string; actionId: string; value: string; view: FullView },
): SlackPayload {
  return {
    type: 'block_suggestion',
    ...common(envelope),
    container: { type: 'view', view_id: wanted.view.id },
    block_id: wanted.blockId,
    action_id: wanted.actionId,
    value: wanted.value,
    view: wanted.view,
  };
}

export function submissionPayload(envelope: Envelope, view: FullView, triggerId: string): SlackPayload {
  return { type: 'view_submission', ...common(envelope), trigger_id: triggerId, view, response_urls: [] };
}

export function closedPayload(envelope: Envelope, view: FullView, isCleared: boolean): SlackPayload {
  return { type: 'view_closed', ...common(envelope), view, is_cleared: isCleared };
}

export function homeOpened(
  { teamId, person }: Envelope,
  where: { channelId: string | undefined; view: FullView | undefined },
): SlackPayload {
  const event = {
    type: 'app_home_opened',
    user: person.id,
    channel: where.channelId,
    tab: 'home',
    event_ts: slackTs(),
    ...(where.view && { view: where.view }),
  };
  return {
    type: 'event_callback',
    token: 'unused',
    team_id: teamId,
    api_app_id: SLACK_APP_ID,
    event,
    event_id: `Ev${randomUUID().replaceAll('-', '').slice(0, 9).toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [{ team_id: teamId, user_id: person.id, is_bot: false, is_enterprise_install: false }],
  };
}
