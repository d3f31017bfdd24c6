import { WebClient, type View } from '@slack/web-api';
import type { Conversation, SlackDesk, SlackMessage } from '../../../dev/simulator/contract.js';
import {
  BOT_TOKEN,
  configFor,
  openGround,
  seatsOf,
  startBots,
  startSimulator,
  startStandIns,
  type Bots,
} from './simulator-server-world.js';

/** A doctor at the simulator's Slack, before hand-written bots. */
export interface SimulatorDesk extends AsyncDisposable {
  bots: Bots;
  slack: WebClient;
  /** Slack user ids by handle. */
  seats: Record<string, string>;
  /** The doctor's Slack user id. */
  doctor: string;
  deskOf(userId: string): Promise<SlackDesk>;
  act(path: string, body?: unknown): Promise<Response>;
  desk(): Promise<SlackDesk>;
  office(): Promise<Conversation>;
  lastSaid(): Promise<SlackMessage>;
  say(text: string): Promise<Response>;
}

export async function openSimulatorDesk(): Promise<SimulatorDesk> {
  const ground = await openGround();
  const standIns = await startStandIns(ground);
  const bots = await startBots(ground);
  const { seats } = seatsOf(ground);
  const doctor = seats.haddad!;
  const simulator = await startSimulator(configFor(ground, seats));
  const act = (path: string, body: unknown = {}): Promise<Response> =>
    simulator.post(`/sim/slack/${doctor}${path}`, body);
  const deskOf = (userId: string): Promise<SlackDesk> => simulator.read(`/sim/slack/${userId}`);
  const desk = (): Promise<SlackDesk> => deskOf(doctor);
  const office = async (): Promise<Conversation> =>
    (await desk()).conversations.find(({ kind }) => kind === 'CHANNEL')!;
  return {
    bots,
    slack: new WebClient(BOT_TOKEN, { slackApiUrl: `http://127.0.0.1:${ground.ports.slack}/api/` }),
    seats,
    doctor,
    deskOf,
    act,
    desk,
    office,
    lastSaid: async () => (await office()).messages.at(-1)!,
    say: async (text) => act('/commands', { channelId: (await office()).id, text }),
    async [Symbol.asyncDispose]() {
      await simulator.close();
      await bots.close();
      await standIns.stop();
      ground.close();
    },
  };
}

export async function errorOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: string }).error;
}

/** A modal with a note and a search. */
export function modal(title: string): View {
  return {
    type: 'modal',
    callback_id: 'book',
    private_metadata: 'kept',
    title: { type: 'plain_text', text: title },
    submit: { type: 'plain_text', text: 'Go' },
    blocks: [
      {
        type: 'input',
        block_id: 'note',
        label: { type: 'plain_text', text: 'Note' },
        element: { type: 'plain_text_input', action_id: 'n' },
      },
      {
        type: 'section',
        block_id: 'who',
        text: { type: 'mrkdwn', text: 'Who' },
        accessory: { type: 'external_select', action_id: 'w' },
      },
    ],
  };
}
