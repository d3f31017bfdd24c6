import { createSlackClient } from '../../platform/slack.js';
import { createTwilioClient } from '../../platform/twilio.js';
import type { StackCard } from '../../dev/stack/card.js';
import { ACTION_IDS } from '../../domain/chat/actions.js';
import { signIn, type ApiSession } from './api-session.js';
import { blockActions, signedSlackRequest, slashCommand, viewSubmission } from '../../dev/simulator/slack-requests.js';
import { waitFor } from './wait-for.js';

export interface Card {
  channelId: string;
  ts: string;
  text: string;
  blocks: unknown[];
}

export interface SlackPerson {
  slackUserId: string;
  /** The newest card about the session with this code in the direct messages with the bot. */
  card(code: string): Promise<Card | undefined>;
  /** Presses a button of the card; answers with the HTTP status of the acknowledgement. */
  press(card: Card, action: keyof typeof ACTION_IDS, key?: string): Promise<number>;
  /** Fills in and sends the modal that was opened last. */
  submitRejection(category: string, reason: string): Promise<{ status: number; body: string }>;
  command(text: string): Promise<{ status: number; body: string; later: () => Promise<{ text?: string }[]> }>;
  /** What was said to this person alone, newest first. */
  privateAnswers(): Promise<{ text?: string }[]>;
}

export interface Phone {
  number: string;
  /** Texts that were sent to the phone, newest first. */
  texts(): Promise<{ sid: string; body: string }[]>;
  /** Sends a text to the clinic; the webhook has answered when it returns. */
  answer(text: string): Promise<void>;
}

export interface DemoPeople {
  signInAs(role: string, index?: number): Promise<ApiSession>;
  doctor(doctorId: string): SlackPerson;
  secretary(): SlackPerson;
  secretaryChannel(): Promise<{ ts: string; text: string }[]>;
  phoneOf(patientId: string): Phone;
  mails(to: string): Promise<{ id: string; subject: string; text: string; headers: Record<string, string> }[]>;
}

/** The people of the embedded stack, doing what people do, through the stand-ins and signed requests. */
export function createDemoPeople(card: () => StackCard): DemoPeople {
  const slack = () => createSlackClient({ token: card().slackBotToken, apiUrl: card().slack });

  function slackPerson(slackUserId: string): SlackPerson {
    const responseKey = `${slackUserId}-${Date.now()}`;
    const responseUrl = () => `${card().slack}/_dev/responses/${responseKey}`;
    const post = (payload: Parameters<typeof signedSlackRequest>[0]['payload']) =>
      signedSlackRequest({ payload, signingSecret: card().slackSigningSecret, url: card().slackEventsUrl });
    const privateAnswers = async (): Promise<{ text?: string }[]> =>
      ((await (await fetch(responseUrl())).json()) as { items: { text?: string }[] }).items;
    const trigger = async (): Promise<string> => {
      const answer = await slack().apiCall('views.generateTriggerId', { user_id: slackUserId });
      return String((answer as { trigger_id?: string }).trigger_id);
    };
    return {
      slackUserId,
      privateAnswers,
      async card(code) {
        const { channel } = await slack().conversations.open({ users: slackUserId });
        const channelId = channel?.id ?? '';
        const { messages } = await slack().conversations.history({ channel: channelId, limit: 200 });
        const found = messages?.find((message) => JSON.stringify(message.blocks ?? []).includes(code));
        if (!found?.ts) return undefined;
        return { channelId, ts: found.ts, text: found.text ?? '', blocks: found.blocks ?? [] };
      },
      async press(pressed, action, key) {
        const value = buttonValue(pressed.blocks, ACTION_IDS[action]);
        const payload = blockActions({
          userId: slackUserId,
          actionId: ACTION_IDS[action],
          value,
          channelId: pressed.channelId,
          message: { ts: pressed.ts, text: pressed.text, blocks: pressed.blocks },
          responseUrl: responseUrl(),
          triggerId: await trigger(),
          ...(key === undefined ? {} : { actionTs: key }),
        });
        return (await post(payload)).status;
      },
      async submitRejection(category, reason) {
        const view = await waitFor(async () => (await openViews(card().slackViewsUrl, slackUserId))[0], {
          describe: 'an open modal',
        });
        const response = await post(
          viewSubmission({ userId: slackUserId, view, values: fill(view.blocks, category, reason) }),
        );
        return { status: response.status, body: await response.text() };
      },
      async command(text) {
        const response = await post(
          slashCommand({ userId: slackUserId, text, responseUrl: responseUrl(), triggerId: await trigger() }),
        );
        return { status: response.status, body: await response.text(), later: privateAnswers };
      },
    };
  }

  return {
    async signInAs(role, index = 0) {
      const seat = card().signIns.filter((candidate) => candidate.role === role)[index];
      if (!seat) throw new Error(`The demo has no ${role}.`);
      return signIn(card().api, seat.email, seat.password);
    },
    doctor(doctorId) {
      const seat = card().slackUsers.find((candidate) => candidate.doctorId === doctorId);
      if (!seat) throw new Error('The doctor has no Slack user.');
      return slackPerson(seat.slackUserId);
    },
    secretary() {
      const seat = card().slackUsers.find((candidate) => candidate.role === 'SECRETARY');
      if (!seat) throw new Error('The secretary has no Slack user.');
      return slackPerson(seat.slackUserId);
    },
    async secretaryChannel() {
      const history = await slack().conversations.history({ channel: card().slackSecretaryChannel, limit: 200 });
      return (history.messages ?? []).map(({ ts, text, blocks }) => ({
        ts: ts ?? '',
        text: `${text ?? ''} ${JSON.stringify(blocks ?? [])}`,
      }));
    },
    phoneOf(patientId) {
      const number = card().phones.find((candidate) => candidate.patientId === patientId)?.phone;
      if (!number) throw new Error('The patient has no phone.');
      return createPhone(card, number);
    },
    async mails(to) {
      const all = (await (await fetch(`${card().mail}/api/email`)).json()) as {
        id: string;
        subject: string;
        text: string;
        headers: Record<string, string>;
        to: { address: string }[];
      }[];
      return all.filter((mail) => mail.to.some(({ address }) => address === to));
    },
  };
}

function createPhone(card: () => StackCard, number: string): Phone {
  const twilio = () =>
    createTwilioClient({
      accountSid: card().twilioAccountSid,
      authToken: card().twilioAuthToken,
      apiUrl: card().twilio,
    });
  return {
    number,
    async texts() {
      const messages = await twilio().messages.list({ to: number, limit: 200 });
      return messages.map(({ sid, body }) => ({ sid, body }));
    },
    async answer(text) {
      const { twilioAccountSid, twilioAuthToken, twilio: origin, twilioNumber } = card();
      const response = await fetch(`${origin}/_twilio/simulate/inbound-message`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${twilioAccountSid}:${twilioAuthToken}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ To: twilioNumber, From: number, Body: text }).toString(),
      });
      if (!response.ok) throw new Error(`The stand-in answered ${response.status}.`);
    },
  };
}

/** Waits for the session's card in the doctor's messages. */
export function cardOf(person: SlackPerson, code: string, like?: RegExp, timeoutMs = 20_000): Promise<Card> {
  return waitFor(
    async () => {
      const card = await person.card(code);
      return card && (!like || like.test(JSON.stringify(card.blocks))) ? card : undefined;
    },
    { timeoutMs, describe: `card of ${code}${like ? ` like ${like}` : ''}` },
  );
}

/** Waits for a text that carries the session's code. */
export function textAbout(phone: Phone, code: string, like: RegExp): Promise<{ sid: string; body: string }> {
  return waitFor(async () => (await phone.texts()).find(({ body }) => body.includes(code) && like.test(body)), {
    timeoutMs: 20_000,
    describe: `text about ${code} like ${like}`,
  });
}

function buttonValue(blocks: unknown[], actionId: string): string {
  for (const block of blocks as { elements?: { action_id?: string; value?: string }[] }[]) {
    const found = block.elements?.find((element) => element.action_id === actionId);
    if (found?.value !== undefined) return found.value;
  }
  throw new Error(`The card has no button ${actionId}.`);
}

interface OpenView {
  id: string;
  callback_id: string;
  private_metadata: string;
  blocks: ModalBlock[];
}

async function openViews(url: string, slackUserId: string): Promise<OpenView[]> {
  const answer = await fetch(`${url}?user=${slackUserId}`);
  return ((await answer.json()) as { items: OpenView[] }).items;
}

interface ModalBlock {
  type: string;
  block_id: string;
  element?: { type: string; action_id: string; options?: { value: string; text: { text: string } }[] };
}

function fill(blocks: ModalBlock[], category: string, reason: string): Record<string, Record<string, unknown>> {
  const inputs = blocks.filter(({ type }) => type === 'input');
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      const option = element?.options?.find(({ value }) => value === category);
      const value = element?.options
        ? { type: element.type, selected_option: option ?? null }
        : { type: element?.type, value: reason };
      return [block_id, { [element?.action_id ?? '']: value }];
    }),
  );
}
