import { ErrorCode, type Block, type KnownBlock, type WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { mapSlackError } from '../../platform/slack.js';
import { SlackRefused, type SlackContent, type SlackGateway } from '../delivery-slack.js';

/** Event type of the metadata that marks our messages; its payload carries the notification's id. */
const EVENT_TYPE = 'clinic_notification';
const SEARCHED_MESSAGES = 100;
/** About this person or message, and so final; a wrong token or Slack's own trouble is the operator's or passes. */
const FINAL: ReadonlySet<string> = new Set([
  'channel_not_found',
  'user_not_found',
  'user_disabled',
  'user_not_visible',
  'users_not_found',
  'is_archived',
  'not_in_channel',
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'cannot_dm_bot',
]);

type Blocks = (KnownBlock | Block)[];

/** Slack's Web API as the gateway (https://api.slack.com/methods). */
export function createSlackGateway(client: WebClient): SlackGateway {
  const call = async <T>(request: Promise<T>): Promise<T> => {
    try {
      return await request;
    } catch (error) {
      const code = platformCode(error);
      throw code !== null && FINAL.has(code) ? new SlackRefused(code) : mapSlackError(error);
    }
  };
  const content = ({ text, blocks }: SlackContent) => ({ text, blocks: blocks as Blocks });

  return {
    async openDirectMessage(slackUserId) {
      const { channel } = await call(client.conversations.open({ users: slackUserId }));
      if (!channel?.id) throw new Error('Slack opened no conversation.');
      return channel.id;
    },
    async post(channelId, message, notificationId) {
      const { ts, channel } = await call(
        client.chat.postMessage({
          channel: channelId,
          ...content(message),
          unfurl_links: false,
          metadata: { event_type: EVENT_TYPE, event_payload: { notification_id: notificationId } },
        }),
      );
      if (!ts) throw new Error('Slack returned no timestamp for the message.');
      return { channelId: channel ?? channelId, ts };
    },
    async find(channelId, notificationId) {
      const { messages } = await call(
        client.conversations.history({ channel: channelId, limit: SEARCHED_MESSAGES, include_all_metadata: true }),
      );
      const found = messages?.find(
        ({ metadata }) =>
          metadata?.event_type === EVENT_TYPE && notificationIdOf(metadata.event_payload) === notificationId,
      );
      return found?.ts ? { channelId, ts: found.ts } : null;
    },
    async update({ channelId, ts }, message) {
      await call(client.chat.update({ channel: channelId, ts, ...content(message) }));
    },
  };
}

/** The payload of our own metadata; the SDK does not type it. */
function notificationIdOf(payload: object | undefined): unknown {
  return payload && 'notification_id' in payload ? payload.notification_id : undefined;
}

function platformCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== ErrorCode.PlatformError) return null;
  return (error as unknown as WebAPIPlatformError).data.error;
}
