import type { Conversation, SlackDesk, SlackMessage, SlackView } from '../simulator/contract.js';
import { textOf, type Item } from './collection.js';
import type { SlackCollections } from './slack-collections.js';
import { describeView, openModals } from './slack-views.js';

/** One person's view of the workspace; null where nobody has that id. */
export function workspaceOf(slack: SlackCollections, userId: string): SlackDesk | null {
  if (!slack.users.findOneBy('user_id', userId)) return null;
  const home = slack.views.findBy('user_id', userId).find(({ type }) => type === 'home');
  return {
    conversations: slack.channels
      .all()
      .filter((channel) => membersOf(channel).includes(userId))
      .sort((a, b) => Number(a.is_im === true) - Number(b.is_im === true) || a.id - b.id)
      .map((channel) => conversation(slack, channel, userId)),
    home: home ? view(home) : null,
    modals: openModals(slack.views, userId).map(view),
  };
}

const membersOf = (channel: Item): string[] => channel.members as string[];

function conversation(slack: SlackCollections, channel: Item, userId: string): Conversation {
  const id = String(channel.channel_id);
  const direct = channel.is_im === true;
  const other = membersOf(channel).find((member) => member !== userId) ?? userId;
  const ephemerals = slack.ephemerals.findBy('channel_id', id).filter(({ target_user }) => target_user === userId);
  return {
    id,
    name: direct ? nameOf(slack, other) : String(channel.name),
    kind: direct ? 'DIRECT' : 'CHANNEL',
    messages: [
      ...slack.messages.findBy('channel_id', id).map((item) => message(slack, item, false)),
      ...ephemerals.map((item) => message(slack, item, true)),
    ].sort((a, b) => compareTs(a.ts, b.ts)),
  };
}

function message(slack: SlackCollections, item: Item, ephemeral: boolean): SlackMessage {
  const author = String(item.user);
  const ts = String(item.ts);
  return {
    ts,
    at: new Date(Math.floor(Number(ts)) * 1_000).toISOString(),
    author: nameOf(slack, author),
    bot: slack.users.findOneBy('user_id', author)?.is_bot === true,
    text: String(item.text),
    blocks: (item.blocks as unknown[] | undefined) ?? [],
    edited: item.edited !== undefined,
    ephemeral,
  };
}

function nameOf(slack: SlackCollections, userId: string): string {
  return textOf(slack.users.findOneBy('user_id', userId), 'real_name') || userId;
}

/** Seconds and a counter, each a number. */
function compareTs(a: string, b: string): number {
  const [secondsA = 0, counterA = 0] = a.split('.').map(Number);
  const [secondsB = 0, counterB = 0] = b.split('.').map(Number);
  return secondsA - secondsB || counterA - counterB;
}

/** The plugin keeps what the bot sent in fields of Slack's own names. */
function view(item: Item): SlackView {
  const { id, hash, type, callback_id, private_metadata, title, submit, close, blocks } = describeView(
    item,
  ) as unknown as SlackView;
  return { id, hash, type, callback_id, private_metadata, title, submit, close, blocks };
}
