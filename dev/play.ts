import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ACTION_IDS } from '../domain/chat/actions.js';
import { createSlackClient } from '../platform/slack.js';
import {
  blockActions,
  signedSlackRequest,
  slashCommand,
  type ButtonPress,
  type SlackPayload,
} from './simulator/slack-requests.js';
import { CARD_FILE } from './stack/data-dir.js';
import type { StackCard } from './stack/card.js';

/**
 * Plays a person of the embedded stack by hand, with the requests that Slack and Twilio would send:
 *
 *     npm run play -- approve <session id>         the doctor presses Approve on the card
 *     npm run play -- command <words of /session>  the secretary types a command
 *     npm run play -- text <phone> <words>         a text from a patient's phone
 */
const USAGE = 'Usage: npm run play -- approve <session id> | command <words> | text <phone> <words>  [--data-dir D]';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'data-dir': { type: 'string', default: '.data' } },
});
const [what, ...words] = positionals;

try {
  const card = readCard(values['data-dir']);
  if (what === 'approve' && words[0]) await approve(card, words[0]);
  else if (what === 'command' && words.length > 0) await command(card, words.join(' '));
  else if (what === 'text' && words.length > 1) await text(card, words[0] ?? '', words.slice(1).join(' '));
  else throw new Error(USAGE);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function readCard(dataDir: string): StackCard {
  try {
    return JSON.parse(readFileSync(join(dataDir, CARD_FILE), 'utf8')) as StackCard;
  } catch {
    throw new Error(`No stack runs on ${dataDir}: run \`npm start\` first, or name its folder with --data-dir.`);
  }
}

async function approve(card: StackCard, sessionId: string): Promise<void> {
  for (const { slackUserId, doctorId } of card.slackUsers) {
    const press = doctorId ? await findButton(card, slackUserId, sessionId) : null;
    if (press) return await send(card, blockActions(press), press.responseUrl);
  }
  throw new Error(`No card about ${sessionId} waits for a doctor.`);
}

async function findButton(card: StackCard, slackUserId: string, sessionId: string): Promise<ButtonPress | null> {
  const slack = createSlackClient({ token: card.slackBotToken, apiUrl: card.slack });
  const channelId = (await slack.conversations.open({ users: slackUserId })).channel?.id ?? '';
  const { messages = [] } = await slack.conversations.history({ channel: channelId, limit: 200 });
  for (const { ts = '', text: words = '', blocks = [] } of messages) {
    const elements = (blocks as { elements?: { action_id?: string; value?: string }[] }[]).flatMap(
      (b) => b.elements ?? [],
    );
    const value = elements.find(({ action_id }) => action_id === ACTION_IDS.approve)?.value;
    if (!value?.includes(sessionId)) continue;
    return {
      userId: slackUserId,
      actionId: ACTION_IDS.approve,
      value,
      channelId,
      message: { ts, text: words, blocks },
      responseUrl: responseUrl(card),
      triggerId: await trigger(card, slackUserId),
    };
  }
  return null;
}

async function command(card: StackCard, words: string): Promise<void> {
  const secretary = card.slackUsers.find(({ role }) => role === 'SECRETARY');
  if (!secretary) throw new Error('The demo has no secretary in Slack.');
  const url = responseUrl(card);
  const userId = secretary.slackUserId;
  const payload = slashCommand({ userId, text: words, responseUrl: url, triggerId: await trigger(card, userId) });
  await send(card, payload, url);
}

/** What a bot may open one window with, within three seconds. */
async function trigger(card: StackCard, userId: string): Promise<string> {
  const slack = createSlackClient({ token: card.slackBotToken, apiUrl: card.slack });
  const answer = await slack.apiCall('views.generateTriggerId', { user_id: userId });
  return String((answer as { trigger_id?: string }).trigger_id);
}

/** Where private answers go; a new place for each run, so that only this run's answer is shown. */
function responseUrl(card: StackCard): string {
  return `${card.slack}/_dev/responses/play-${process.pid}`;
}

async function send(card: StackCard, payload: SlackPayload, answersAt: string): Promise<void> {
  const { slackSigningSecret: signingSecret, slackEventsUrl: url } = card;
  const response = await signedSlackRequest({ payload, signingSecret, url });
  const body = await response.text();
  const { items } = (await (await fetch(answersAt)).json()) as { items: ChatAnswer[] };
  const answers = [...(body.startsWith('{') ? [JSON.parse(body) as ChatAnswer] : []), ...items];
  console.log(response.ok ? 'Accepted.' : `Refused with HTTP ${response.status}.`);
  for (const answer of answers) console.log(wordsOf(answer));
}

interface ChatAnswer {
  text?: string;
  blocks?: { text?: { text: string }; elements?: { text?: string }[] }[];
}

/** What a person reads: the blocks where there are some, else the text. */
function wordsOf({ text: plain = '', blocks = [] }: ChatAnswer): string {
  const lines = blocks.flatMap((block) => [block.text?.text, ...(block.elements ?? []).map((element) => element.text)]);
  return lines.filter((line) => typeof line === 'string').join('\n') || plain;
}

async function text(card: StackCard, from: string, words: string): Promise<void> {
  const credentials = Buffer.from(`${card.twilioAccountSid}:${card.twilioAuthToken}`).toString('base64');
  const response = await fetch(`${card.twilio}/_twilio/simulate/inbound-message`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ To: card.twilioNumber, From: from, Body: words }).toString(),
  });
  if (!response.ok) throw new Error(`The stand-in refused the text with HTTP ${response.status}: is ${from} a phone?`);
  console.log('Sent.');
}
