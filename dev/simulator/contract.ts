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

/** Parts of the page that go stale on their own. */
export type Part = 'slack' | 'phones' | 'mail' | 'troubles' | 'sessions' | 'health';

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

/** One person's view of the workspace. */
export interface SlackDesk {
  conversations: Conversation[];
  /** The app's Home tab; null until the bot has published one. */
  home: SlackView | null;
  /** Open modals, the one on top last. */
  modals: SlackView[];
}

export interface Conversation {
  id: string;
  /** `office` for a channel, the other one's name for a direct message. */
  name: string;
  kind: 'CHANNEL' | 'DIRECT';
  /** Oldest first. */
  messages: SlackMessage[];
}

export interface SlackMessage {
  ts: string;
  at: string;
  author: string;
  bot: boolean;
  text: string;
  /** Block Kit as sent. */
  blocks: unknown[];
  edited: boolean;
  /** Only visible to this person. */
  ephemeral: boolean;
}

/** A modal or the Home tab, as the bot sent it. */
export interface SlackView {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  callback_id: string;
  private_metadata: string;
  title?: { text: string };
  submit?: { text: string } | null;
  close?: { text: string } | null;
  blocks: unknown[];
}

export interface Choice {
  text: { type: 'plain_text'; text: string };
  value: string;
  description?: { type: 'plain_text'; text: string };
}

/** The state of a view's inputs, by block id and action id, in Slack's own form. */
export type ViewValues = Record<string, Record<string, InputState>>;

export type InputState =
  | { type: 'plain_text_input'; value: string | null }
  | { type: 'static_select' | 'external_select' | 'radio_buttons'; selected_option: Choice | null }
  | { type: 'checkboxes'; selected_options: Choice[] }
  | { type: 'datepicker'; selected_date: string | null }
  | { type: 'timepicker'; selected_time: string | null };

export interface CommandTyped {
  channelId: string;
  /** All that was typed, from the slash on. */
  text: string;
}

/** A press on a button, or a choice in a select that acts at once. */
export interface ActionTaken {
  /** Where it happened: a message, or a view. */
  in: { kind: 'MESSAGE'; channelId: string; ts: string } | { kind: 'VIEW'; viewId: string; values: ViewValues };
  blockId: string;
  actionId: string;
  /** A button with its value, or an input with its state. */
  element: { type: 'button'; value: string | null } | InputState;
}

export interface OptionsWanted {
  viewId: string;
  blockId: string;
  actionId: string;
  /** What was typed so far. */
  value: string;
  values: ViewValues;
}

export interface ViewSubmitted {
  values: ViewValues;
}

/** `OPEN`: the view stays, with the errors by block id, or with new content. */
export type SubmitOutcome = { state: 'CLOSED' } | { state: 'OPEN'; errors: Record<string, string> };

export interface Phone {
  number: string;
  owner: string;
  language: string;
  /** Oldest first. */
  texts: TextMessage[];
  /** The number has told the provider to stop. */
  optedOut: boolean;
  /** False: the carrier reports every text as undelivered. */
  reachable: boolean;
}

export interface TextMessage {
  id: string;
  at: string;
  from: 'CLINIC' | 'PATIENT';
  text: string;
  /** The provider's word: queued, sent, delivered, undelivered, failed, received. */
  status: string;
  segments: number;
}

export interface MailSummary {
  id: string;
  at: string;
  to: string;
  subject: string;
  hasInvitation: boolean;
}

export interface Mail extends MailSummary {
  from: string;
  text: string;
  hasHtml: boolean;
  /** The calendar file, read and as sent. */
  invitation: Invitation | null;
}

export interface Invitation {
  method: string;
  uid: string;
  sequence: number;
  status: string;
  summary: string;
  startsAt: string;
  endsAt: string;
  location: string | null;
  source: string;
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

export interface SessionLine {
  id: string;
  code: string;
  status: string;
  attendance: string;
  patient: string;
  doctor: string;
  place: string;
  startsAt: string;
  createdAt: string;
}

export interface SessionStory extends SessionLine {
  /** Oldest first. */
  history: {
    at: string;
    by: string | null;
    kind: string;
    from: string | null;
    to: string;
    channel: string;
    reason: string | null;
  }[];
  messages: { at: string; kind: string; channel: string; status: string }[];
  /** In Temporal's own page; null where that does not run. */
  workflowUrl: string | null;
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
