import { randomUUID } from 'node:crypto';
import type { SlackDesk } from '../contract.js';
import type { SimulatorConfig } from './config.js';
import { silent } from './errors.js';
import { createUpstream, sending } from './upstream.js';

/** A view as Slack sends it along with what a person does in it. */
export interface FullView {
  id: string;
  type: 'modal' | 'home';
  blocks: unknown[];
  notify_on_close?: boolean;
  clear_on_close?: boolean;
  [field: string]: unknown;
}

/** The Slack workspace, as its stand-in keeps it: what people see, and what Slack itself does to it. */
export interface Workspace {
  desk(userId: string): Promise<SlackDesk>;
  views(userId: string): Promise<FullView[]>;
  /** Opens one modal within 3 s; with a view it can also push onto that view's stack. */
  mintTrigger(userId: string, viewId?: string): Promise<string>;
  /** A fresh response_url; `ts` is the message it may replace. */
  responseUrl(userId: string, channelId: string, ts: string | null): string;
  /** Shows a message in answer to what a person did, for them alone unless it says otherwise. */
  say(userId: string, channelId: string, message: object): Promise<void>;
  updateView(viewId: string, view: object): Promise<void>;
  pushView(userId: string, view: object, previousViewId: string): Promise<void>;
  closeView(viewId: string): Promise<void>;
  clearViews(viewId: string): Promise<void>;
}

const NAME = 'The Slack stand-in';

export function createWorkspace({ origins, slack }: SimulatorConfig): Workspace {
  // Not by the proxy: what breaks the product's way to Slack leaves people's way alone.
  const raw = createUpstream(NAME, origins.slackRaw);
  const api = createUpstream(NAME, origins.slackRaw, { authorization: `Bearer ${slack.botToken}` });
  const view = (id: string, act = ''): string => `/_dev/views/${encodeURIComponent(id)}${act}`;
  const responseUrl = (userId: string, channelId: string, ts: string | null): string =>
    `${origins.slack}/_dev/respond/${userId}/${channelId}/${ts ?? '-'}/${randomUUID()}`;

  async function change(path: string, init: RequestInit): Promise<void> {
    const response = await raw.send(path, init);
    const body = await response.text();
    if (!response.ok) throw silent(`${NAME} refused: HTTP ${response.status} ${body.slice(0, 200)}`.trim());
  }

  return {
    desk: (userId) => raw.json(`/_dev/workspace?user=${encodeURIComponent(userId)}`),
    async views(userId) {
      return (await raw.json<{ items: FullView[] }>(`/_dev/views?user=${encodeURIComponent(userId)}`)).items;
    },
    async mintTrigger(userId, viewId) {
      const body = { user_id: userId, ...(viewId !== undefined && { view_id: viewId }) };
      const answer = await api.json<{ trigger_id?: string; error?: string }>(
        '/api/views.generateTriggerId',
        sending('POST', body),
      );
      if (!answer.trigger_id) throw silent(`${NAME} gave no trigger: ${answer.error ?? 'unknown reason'}.`);
      return answer.trigger_id;
    },
    responseUrl,
    say: (userId, channelId, message) =>
      change(new URL(responseUrl(userId, channelId, null)).pathname, sending('POST', message)),
    updateView: (viewId, content) => change(view(viewId), sending('PUT', { view: content })),
    pushView: (user, content, previousViewId) =>
      change('/_dev/views', sending('POST', { user, view: content, previousViewId })),
    closeView: (viewId) => change(view(viewId, '/close'), sending('POST', {})),
    clearViews: (viewId) => change(view(viewId, '/clear'), sending('POST', {})),
  };
}
