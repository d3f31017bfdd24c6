import { createEmulator, defineEmulator } from 'emulate';
import { SLACK_APP_ID, SLACK_BOT_ID, SLACK_BOT_USER_ID, SLACK_TEAM_ID, type SlackSeed } from './config.js';
import type { Item, JournalStore } from './journal-store.js';
import { loadPlugin } from './plugins.js';

interface StandIn {
  url: string;
  close(): Promise<void>;
}

/**
 * Slack on a port of its own. Besides Slack's methods it answers
 * `GET /_dev/views?user=` with that person's views, newest first, and keeps what is posted to `/_dev/responses/<key>`
 * (a `response_url` for whoever plays Slack).
 */
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
      state: () => ({}),
      setup({ app, webhooks }) {
        plugin.register(app, store, webhooks, publicUrl, new Map());
        const teams = store.collection('slack.teams', ['team_id']);
        if (teams.count() === 0)
          teams.insert({ team_id: SLACK_TEAM_ID, name: seed.teamName, domain: 'elm-street-clinic' });
        plugin.seedFromConfig(store, publicUrl, seedConfig(seed));
        const views = store.collection('slack.views');
        app.get('/_dev/views', (c) => c.json({ items: viewsOf(views.all(), c.req.query('user')) }));
        const responses = store.collection('dev.responses', ['key']);
        app.post('/_dev/responses/:key', async (c) => {
          responses.insert({ key: c.req.param('key'), body: await c.req.json() });
          return c.text('ok');
        });
        app.get('/_dev/responses/:key', (c) =>
          c.json({
            items: responses
              .findBy('key', c.req.param('key'))
              .map((item) => item.body)
              .reverse(),
          }),
        );
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

function viewsOf(views: Item[], user: string | undefined): object[] {
  return views
    .filter((view) => user === undefined || view.user_id === user)
    .sort((a, b) => (String(a.hash) < String(b.hash) ? 1 : -1))
    .map(({ view_id, ...view }) => ({ ...view, id: view_id }));
}

/** Ids that the rest of the stack needs to know. */
export function slackSeats(store: JournalStore, seed: SlackSeed): { seats: Record<string, string>; channelId: string } {
  const users = store.collection('slack.users', ['user_id', 'email']);
  const channel = store.collection('slack.channels', ['channel_id', 'name']).findOneBy('name', seed.secretaryChannel);
  const seats = seed.people.map(({ handle }) => {
    const user = users.all().find((candidate) => candidate.name === handle);
    return [handle, String(user?.user_id)];
  });
  return { seats: Object.fromEntries(seats) as Record<string, string>, channelId: String(channel?.channel_id) };
}
