import { textOf, type Item } from './collection.js';
import type { JournalStore } from './journal-store.js';
import type { CallSlack, SlackAnswer } from './slack-api.js';
import { slackCollections } from './slack-collections.js';

/** What a `response_url` stands for: whom it answers, and where. `ts` is the message it came from, if it came from one. */
export interface ResponseUrl {
  user: string;
  channel: string;
  ts: string | null;
  nonce: string;
}

export interface ResponseUrls {
  /** A post to a response_url; the answer is a status with Slack's own word for it. */
  post(url: ResponseUrl, body: unknown): Promise<{ status: number; text: string }>;
}

/** Counted from the first use (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). */
const MAX_USES = 5;
const LIFETIME_MS = 30 * 60_000;

interface Reply {
  response_type?: 'ephemeral' | 'in_channel';
  replace_original?: boolean;
  delete_original?: boolean;
  text?: string;
  blocks?: unknown[];
  thread_ts?: string;
}

export function createResponseUrls(store: JournalStore, call: CallSlack, nowMs = Date.now): ResponseUrls {
  const used = store.collection('dev.response_urls', ['key']);
  const replies = createReplies(store, call);

  const use = (key: string): Item | 'used_url' | 'expired_url' => {
    const entry = used.findOneBy('key', key) ?? used.insert({ key, uses: 0, ts: null });
    if (nowMs() - Date.parse(textOf(entry, 'created_at')) > LIFETIME_MS) return 'expired_url';
    if (Number(entry.uses) >= MAX_USES) return 'used_url';
    return used.update(entry.id, { uses: Number(entry.uses) + 1 }) ?? entry;
  };

  return {
    async post(url, body) {
      if (!isReply(body)) return { status: 400, text: 'invalid_payload' };
      const entry = use([url.user, url.channel, url.ts ?? '-', url.nonce].join('/'));
      if (typeof entry === 'string') return { status: 404, text: entry };
      // A command has no message: its original is what was last said through the same address.
      const original = url.ts ?? (entry.ts as string | null);
      if (original !== null && body.delete_original) return outcome(await replies.remove(url, original));
      if (original !== null && body.replace_original) return outcome(await replies.replace(url, original, body));
      if (body.delete_original) return outcome({ ok: true });
      const answer = await replies.say(url, body);
      if (answer.ok) used.update(entry.id, { ts: answer.ts ?? answer.message_ts });
      return outcome(answer);
    },
  };
}

/** What a reply does; messages that only one person sees are no message to Slack's own methods. */
function createReplies(store: JournalStore, call: CallSlack) {
  const { ephemerals } = slackCollections(store);
  const ephemeralOf = (url: ResponseUrl, ts: string): Item | undefined =>
    ephemerals.findBy('ts', ts).find((item) => item.channel_id === url.channel && item.target_user === url.user);

  return {
    async replace(url: ResponseUrl, ts: string, { text = '', blocks }: Reply): Promise<SlackAnswer> {
      const own = ephemeralOf(url, ts);
      if (!own) return call('chat.update', { channel: url.channel, ts, text, blocks });
      ephemerals.update(own.id, { text, blocks });
      return { ok: true };
    },
    async remove(url: ResponseUrl, ts: string): Promise<SlackAnswer> {
      const own = ephemeralOf(url, ts);
      if (!own) return call('chat.delete', { channel: url.channel, ts });
      ephemerals.delete(own.id);
      return { ok: true };
    },
    say: (url: ResponseUrl, { text = '', blocks, thread_ts, response_type }: Reply): Promise<SlackAnswer> =>
      response_type === 'in_channel'
        ? call('chat.postMessage', { channel: url.channel, text, blocks, thread_ts })
        : call('chat.postEphemeral', { channel: url.channel, user: url.user, text, blocks, thread_ts }),
  };
}

const isReply = (body: unknown): body is Reply => typeof body === 'object' && body !== null && !Array.isArray(body);

function outcome(answer: SlackAnswer): { status: number; text: string } {
  if (answer.ok) return { status: 200, text: 'ok' };
  return { status: answer.error === 'message_not_found' ? 404 : 400, text: answer.error };
}
