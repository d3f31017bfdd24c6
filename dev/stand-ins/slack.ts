import { createEmulator, defineEmulator } from 'emulate';
import { SLACK_APP_ID, SLACK_BOT_ID, SLACK_BOT_USER_ID, SLACK_TEAM_ID, type SlackSeed } from './config.js';
import type { JournalStore } from './journal-store.js';
import { refuseStrangers } from './own-machine.js';
import { loadPlugin } from './plugins.js';
import type { SlackAnswer } from './slack-api.js';
import { slackCollections } from './slack-collections.js';
import { serveDevRoutes } from './slack-dev-routes.js';

interface StandIn {
  url: string;
  close(): Promise<void>;
}

/** Slack on a port of its own, with what its client does besides (see slack-dev-routes.ts). */
export async function startSlack(options: {
  port: number;
  publicUrl: string;
  store: JournalStore;
  seed: SlackSeed;
}): Promise<StandIn> {
  const { store, seed, publicUrl } = options;
  const plugin = await loadPlugin('slack');
  return createEmulator({
    port: options.port,
    baseUrl: publicUrl,
    service: defineEmulator({
      name: 'slack',
      cors: false,
      state: () => ({}),
      setup({ app, webhooks }) {
        refuseStrangers(app, [options.port, Number(new URL(publicUrl).port)]);
        plugin.register(app, store, webhooks, publicUrl, new Map());
        const teams = store.collection('slack.teams', ['team_id']);
        if (teams.count() === 0)
          teams.insert({ team_id: SLACK_TEAM_ID, name: seed.teamName, domain: 'elm-street-clinic' });
        plugin.seedFromConfig(store, publicUrl, seedConfig(seed));
        setChannelMembers(store, seed);
        serveDevRoutes(app, store, seed.botToken);
      },
    }),
  });
}

/** Records that exist already are left as they are, so this may run at every start. */
function seedConfig(seed: SlackSeed): object {
  return {
    users: seed.people.map((person) => ({
      name: person.handle,
      real_name: person.fullName,
      email: person.email,
      is_admin: person.admin,
    })),
    channels: [{ name: seed.secretaryChannel, topic: 'Outcomes and calls to make' }],
    oauth_apps: [
      {
        app_id: SLACK_APP_ID,
        client_id: 'clinic',
        client_secret: seed.signingSecret,
        name: 'Clinic Sessions',
        redirect_uris: [],
        bot_id: SLACK_BOT_ID,
        bot_user_id: SLACK_BOT_USER_ID,
        bot_name: 'clinic',
      },
    ],
    tokens: [
      {
        token: seed.botToken,
        type: 'bot',
        team_id: SLACK_TEAM_ID,
        user_id: SLACK_BOT_USER_ID,
        app_id: SLACK_APP_ID,
        bot_id: SLACK_BOT_ID,
        bot_user_id: SLACK_BOT_USER_ID,
      },
    ],
    signing_secret: seed.signingSecret,
  };
}

/** The plugin makes everyone a member of every channel. */
function setChannelMembers(store: JournalStore, seed: SlackSeed): void {
  const { users, channels } = slackCollections(store);
  const channel = channels.findOneBy('name', seed.secretaryChannel);
  if (!channel || !seed.secretaryChannelMembers) return;
  const handles = new Set(seed.secretaryChannelMembers);
  const people = users.all().filter(({ name }) => handles.has(String(name)));
  const members = [...people.map(({ user_id }) => user_id), SLACK_BOT_USER_ID];
  channels.update(channel.id, { members, num_members: members.length });
}

/** Everyone has the app's direct messages from the start, as in Slack, also before it first writes. */
export async function openDirectMessages(options: { url: string; botToken: string; userIds: string[] }): Promise<void> {
  const headers = { authorization: `Bearer ${options.botToken}`, 'content-type': 'application/json' };
  for (const users of options.userIds) {
    const body = JSON.stringify({ users });
    const response = await fetch(`${options.url}/api/conversations.open`, { method: 'POST', headers, body });
    const answer = (await response.json()) as SlackAnswer;
    if (!answer.ok) throw new Error(`No direct messages for ${users}: ${answer.error}`);
  }
}

/** Ids that the rest of the stack needs to know. */
export function slackSeats(store: JournalStore, seed: SlackSeed): { seats: Record<string, string>; channelId: string } {
  const { users, channels } = slackCollections(store);
  const channel = channels.findOneBy('name', seed.secretaryChannel);
  const seats = seed.people.map(({ handle }) => {
    const user = users.all().find((candidate) => candidate.name === handle);
    return [handle, String(user?.user_id)];
  });
  return { seats: Object.fromEntries(seats) as Record<string, string>, channelId: String(channel?.channel_id) };
}
