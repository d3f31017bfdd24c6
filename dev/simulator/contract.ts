/**
 * What the simulator's page reads and does. Everything it shows came from the stand-ins, the mailbox and the API; the
 * server behind the page only fetches and signs.
 *
 *     GET    /sim/setting                                 Setting
 *     GET    /sim/slack/{userId}                          SlackDesk
 *     GET    /sim/phones                                  { items: Phone[] }
 *     GET    /sim/mail                                    { items: MailSummary[] }
 *     GET    /sim/mail/{id}                               Mail
 *     GET    /sim/mail/{id}/html                          the mail's own HTML, for a sandboxed frame
 *     GET    /sim/troubles                                { items: Trouble[] }
 *     GET    /sim/sessions                                { items: SessionLine[] }
 *     GET    /sim/sessions/{id}                           SessionStory
 *     GET    /sim/health                                  { items: Health[] }
 *     GET    /sim/events                                  server-sent events `changed`, data: { parts: Part[] }
 *
 *     POST   /sim/slack/{userId}/commands                 CommandTyped → 204 | Failure
 *     POST   /sim/slack/{userId}/actions                  ActionTaken  → 204 | Failure
 *     POST   /sim/slack/{userId}/options                  OptionsWanted → { options: Choice[] } | Failure
 *     POST   /sim/slack/{userId}/views/{viewId}/submit    ViewSubmitted → SubmitOutcome | Failure
 *     POST   /sim/slack/{userId}/views/{viewId}/close     → 204
 *     POST   /sim/slack/{userId}/home                     the person opens the app's Home tab → 204 | Failure
 *     POST   /sim/phones/{number}/texts                   { text } → 204 | Failure
 *     PUT    /sim/phones/{number}                         { optedOut?, reachable? } → 204
 *     PUT    /sim/troubles/{key}                          { on: boolean } → 204
 *     POST   /sim/people/{userId}/link-code               LinkCode: asked of the API as that person
 *
 * A refusal or failure answers with `{ error: string }`, one sentence for the person at the page: 4xx when the page asked
 * for something impossible, 502 when a process did not answer. Unsafe methods need `content-type: application/json` and
 * the page's own origin.
 */

export type { Mail, MailSummary, Invitation } from './contract/mail.js';
export type { Phone, TextMessage } from './contract/phones.js';
export type { SessionLine, SessionStory } from './contract/sessions.js';
export type {
  ActionTaken,
  Choice,
  CommandTyped,
  InputState,
  OptionsWanted,
  SubmitOutcome,
  ViewSubmitted,
  ViewValues,
} from './contract/slack-acts.js';
export type { Conversation, SlackDesk, SlackMessage, SlackView } from './contract/slack.js';

/** Parts of the page that go stale on their own. Who begins to listen is told of all of them. */
export const PARTS = ['slack', 'phones', 'mail', 'troubles', 'sessions', 'health'] as const;
export type Part = (typeof PARTS)[number];

export interface Setting {
  clinicName: string;
  /** The clinic's zone; all times on the page are shown in it. */
  timeZone: string;
  people: SlackPerson[];
  /** Where else one can look; null where it does not run. */
  links: { api: string; temporal: string | null; mailbox: string; slack: string; twilio: string };
  /** Slash commands with their hints, as they are configured in Slack. */
  commands: { command: string; hint: string; description: string }[];
}

export interface SlackPerson {
  /** Slack's user id. */
  id: string;
  handle: string;
  fullName: string;
  role: 'SECRETARY' | 'DOCTOR' | 'ADMIN';
}

/** A switch that breaks something. */
export interface Trouble {
  key: string;
  group: 'SMS' | 'SLACK' | 'MAIL' | 'API';
  label: string;
  /** What a person sees when it is on. */
  effect: string;
  on: boolean;
}

export interface Health {
  name: 'Slack' | 'Twilio' | 'Mailbox' | 'API' | 'Bots' | 'Temporal';
  up: boolean;
}

export interface LinkCode {
  code: string;
  expiresAt: string;
}

export interface Failure {
  error: string;
}
