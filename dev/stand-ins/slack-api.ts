import type { EmulatorContext } from 'emulate';

export type SlackApp = EmulatorContext<object>['app'];

/** Slack's own methods, called by the stand-in on itself as the bot, so that its rules and its words hold. */
export type CallSlack = (method: string, body: object) => Promise<SlackAnswer>;

export type SlackAnswer = { ok: true; [field: string]: unknown } | { ok: false; error: string };

export function createCallSlack(app: SlackApp, botToken: string): CallSlack {
  const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' };
  return async (method, body) => {
    const response = await app.request(`/api/${method}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as SlackAnswer;
  };
}
