import type { Collection } from './collection.js';
import type { JournalStore } from './journal-store.js';

/** The stand-in's own records, with the indexes that it asks for. */
export interface SlackCollections {
  users: Collection;
  channels: Collection;
  messages: Collection;
  ephemerals: Collection;
  views: Collection;
}

export function slackCollections(store: JournalStore): SlackCollections {
  return {
    users: store.collection('slack.users', ['user_id', 'email']),
    channels: store.collection('slack.channels', ['channel_id', 'name']),
    messages: store.collection('slack.messages', ['ts', 'channel_id']),
    ephemerals: store.collection('slack.ephemeral_messages', ['ts', 'channel_id', 'target_user']),
    views: store.collection('slack.views', ['view_id', 'user_id', 'external_id', 'root_view_id']),
  };
}
