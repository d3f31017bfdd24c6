/** One person's view of the workspace. */
export interface SlackDesk {
  conversations: Conversation[];
  /** The app's Home tab; null until the bot has published one. */
  home: SlackView | null;
  /** Open modals, the one on top last. */
  modals: SlackView[];
}

export interface Conversation {
  id: string;
  /** `office` for a channel, the other one's name for a direct message. */
  name: string;
  kind: 'CHANNEL' | 'DIRECT';
  /** Oldest first. */
  messages: SlackMessage[];
}

export interface SlackMessage {
  ts: string;
  at: string;
  author: string;
  bot: boolean;
  text: string;
  /** Block Kit as sent. */
  blocks: unknown[];
  edited: boolean;
  /** Only visible to this person. */
  ephemeral: boolean;
}

/** A modal or the Home tab, as the bot sent it. */
export interface SlackView {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  callback_id: string;
  private_metadata: string;
  title?: { text: string };
  submit?: { text: string } | null;
  close?: { text: string } | null;
  blocks: unknown[];
}
