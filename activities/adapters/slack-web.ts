import type { Block, KnownBlock, WebClient } from '@slack/web-api';
import { mapSlackError } from '../../platform/slack.js';
import type { SlackContent, SlackGateway } from '../delivery-slack.js';

/** Event type of the metadata that marks our messages; its payload carries the notification's id. */
const EVENT_TYPE = 'clinic_notification';
const SEARCHED_MESSAGES = 100;

type Blocks = (KnownBlock | Block)[];

/** Slack's Web API as the gateway (https://api.slack.com/methods). */
export function createSlackGateway(client: WebClient): SlackGateway {
  const call = async <T>(request: Promise<T>): Promise<T> => {
    try {
      return await request;
    } catch (error) {
      throw mapSlackError(error);
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
          metadata?.event_type === EVENT_TYPE &&
          notificationIdOf(metadata.event_payload) === notificationId,
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
