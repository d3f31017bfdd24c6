import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { COMMAND, SUBCOMMANDS } from '../../../domain/chat/subcommands.js';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

interface Manifest {
  features: { app_home: object; slash_commands: { command: string; url: string; usage_hint: string }[] };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { request_url: string; bot_events: string[] };
    interactivity: { is_enabled: boolean; request_url: string; message_menu_options_url: string };
  };
}
const { features, oauth_config, settings } = JSON.parse(read('bots/slack/manifest.json')) as Manifest;

/** What Slack asks of a bot token for each method that we call (https://docs.slack.dev/reference/methods). */
const SCOPES_OF: Record<string, string[]> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  // Direct messages, and the office's channel, whether public or private.
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

function sources(folder: string): string[] {
  const entries = readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => path.endsWith('.ts')).map((path) => read(`${folder}/${path}`));
}

describe('the manifest of the Slack app', () => {
  it('asks for the scopes of the methods that we call, and no others', () => {
    const code = ['bots', 'activities'].flatMap(sources).join('\n');
    const called = [...code.matchAll(/\b(?:slack|client)\.([a-z]+\.[a-zA-Z]+)\(/g)].flatMap(([, method]) =>
      method !== undefined && /^(?:chat|conversations|views|users|files|reactions)\./.test(method) ? [method] : [],
    );
    expect([...new Set(called)].sort()).toEqual(Object.keys(SCOPES_OF));
    const scopes = new Set(['commands', ...Object.values(SCOPES_OF).flat()]);
    expect(oauth_config.scopes.bot).toEqual([...scopes].sort());
  });

  it('names the command and what can follow it', () => {
    const usage_hint = Object.values(SUBCOMMANDS)
      .map(({ usage }) => usage)
      .join(' | ');
    expect(features.slash_commands).toMatchObject([{ command: COMMAND, usage_hint }]);
  });

  it('sends everything to the one address, and shows Home', () => {
    const { event_subscriptions: events, interactivity } = settings;
    const urls = [
      ...features.slash_commands.map(({ url }) => url),
      events.request_url,
      interactivity.request_url,
      interactivity.message_menu_options_url,
    ];
    expect(new Set(urls.map((url) => new URL(url).pathname))).toEqual(new Set(['/slack/events']));
    expect(interactivity.is_enabled).toBe(true);
    expect(features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: true });
    const listened = sources('bots').flatMap((code) =>
      [...code.matchAll(/app\.event\('(\w+)'/g)].map(([, name]) => name),
    );
    expect(events.bot_events).toEqual(listened);
  });
});
