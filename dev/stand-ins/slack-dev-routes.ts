import type { Item } from './collection.js';
import type { JournalStore } from './journal-store.js';
import { createResponseUrls } from './response-urls.js';
import { createCallSlack, type SlackAnswer, type SlackApp } from './slack-api.js';
import { slackCollections } from './slack-collections.js';
import { closeModal, describeView, putModal } from './slack-views.js';
import { workspaceOf } from './slack-workspace.js';

type Context = Parameters<Parameters<SlackApp['get']>[1]>[0];

/**
 * What Slack's own client does and Slack's methods do not, for whoever plays a person:
 *
 *     GET  /_dev/workspace?user=                       what that person sees
 *     GET  /_dev/views?user=                           that person's views, newest first
 *     PUT  /_dev/views/{id} { view }                   as `response_action: update`
 *     POST /_dev/views { user, view, previousViewId? } as `response_action: push`; without a previous one, as a first modal
 *     POST /_dev/views/{id}/close                      removes it and all above it, and answers with them
 *     POST /_dev/views/{id}/clear                      removes its whole stack
 *     POST /_dev/respond/{user}/{channel}/{ts or -}/{nonce}   a response_url
 *     POST GET /_dev/responses/{key}                   keeps what is posted, and gives it, newest first
 */
export function serveDevRoutes(app: SlackApp, store: JournalStore, botToken: string): void {
  const call = createCallSlack(app, botToken);
  const slack = slackCollections(store);
  app.get('/_dev/workspace', (c) => {
    const desk = workspaceOf(slack, c.req.query('user') ?? '');
    return desk ? c.json(desk) : c.json({ error: 'user_not_found' }, 404);
  });
  app.get('/_dev/views', (c) => c.json({ items: newestFirst(slack.views.all(), c.req.query('user')) }));
  app.put('/_dev/views/:id', async (c) => {
    const { view } = await bodyOf(c);
    return passOn(c, await call('views.update', { view_id: c.req.param('id'), view }));
  });
  app.post('/_dev/views', async (c) => {
    const { user, view, previousViewId } = await bodyOf(c);
    if (typeof user !== 'string' || typeof view !== 'object' || view === null)
      return c.json({ error: 'invalid_arguments' }, 422);
    const above = typeof previousViewId === 'string' ? { previousViewId } : {};
    return passOn(c, await putModal(call, { user, view, ...above }));
  });
  for (const what of ['close', 'clear'] as const) {
    app.post(`/_dev/views/:id/${what}`, (c) => {
      const closed = closeModal(slack.views, c.req.param('id') ?? '', what === 'clear');
      return closed ? c.json({ items: closed.map(describeView) }) : c.json({ error: 'not_found' }, 404);
    });
  }
  serveResponses(app, store);
  const responseUrls = createResponseUrls(store, call);
  app.post('/_dev/respond/:user/:channel/:ts/:nonce', async (c) => {
    const { user, channel, ts, nonce } = c.req.param() as Record<'user' | 'channel' | 'ts' | 'nonce', string>;
    const url = { user, channel, ts: ts === '-' ? null : ts, nonce };
    const { status, text } = await responseUrls.post(url, await c.req.json().catch(() => null));
    return c.text(text, status);
  });
}

function serveResponses(app: SlackApp, store: JournalStore): void {
  const responses = store.collection('dev.responses', ['key']);
  app.post('/_dev/responses/:key', async (c) => {
    responses.insert({ key: c.req.param('key'), body: await c.req.json() });
    return c.text('ok');
  });
  app.get('/_dev/responses/:key', (c) => {
    const kept = responses.findBy('key', c.req.param('key'));
    return c.json({ items: kept.map(({ body }) => body).reverse() });
  });
}

async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const body: unknown = await c.req.json().catch(() => null);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

function passOn(c: Context, answer: SlackAnswer): Response {
  if (answer.ok) return c.json({ view: answer.view });
  return c.json({ error: answer.error }, answer.error.endsWith('not_found') ? 404 : 422);
}

function newestFirst(views: Item[], user: string | undefined): object[] {
  return views
    .filter((view) => user === undefined || view.user_id === user)
    .sort((a, b) => (String(a.hash) < String(b.hash) ? 1 : -1))
    .map(describeView);
}
