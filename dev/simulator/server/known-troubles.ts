import type { Trouble } from '../contract.js';

export interface KnownTrouble extends Omit<Trouble, 'on'> {
  /** As the stand-ins' control port takes it. */
  fault: {
    service: 'slack' | 'twilio' | 'mail' | 'api';
    kind: 'latency' | 'error' | 'drop' | 'accept_then_drop' | 'undelivered';
    method?: string;
    path?: string;
    delayMs?: number;
    status?: number;
  };
}

/** Longer than the clinic waits for whoever takes its messages. */
const SLOW_MS = 8_000;
/** Longer than Slack waits for a bot. */
const SLOW_API_MS = 5_000;

/** Answers get lost on the way that changes something only: the look whether it arrived must be possible. */
export const KNOWN_TROUBLES: readonly KnownTrouble[] = [
  {
    key: 'sms_down',
    group: 'SMS',
    label: 'The SMS provider is down',
    effect: 'Texts wait, and go out when it is back.',
    fault: { service: 'twilio', kind: 'error', status: 503 },
  },
  {
    key: 'sms_slow',
    group: 'SMS',
    label: 'The SMS provider is slow',
    effect: 'Texts come eight seconds late. The clinic waits five, then looks before it sends again: none comes twice.',
    fault: { service: 'twilio', kind: 'latency', delayMs: SLOW_MS },
  },
  {
    key: 'sms_lost_answer',
    group: 'SMS',
    label: 'The provider takes a text, but its answer is lost',
    effect: 'The clinic looks whether the text is there before it sends again.',
    fault: { service: 'twilio', kind: 'accept_then_drop', method: 'POST' },
  },
  {
    key: 'sms_undelivered',
    group: 'SMS',
    label: 'Texts do not reach phones',
    effect: 'The carrier reports every text as undelivered.',
    fault: { service: 'twilio', kind: 'undelivered' },
  },
  {
    key: 'slack_down',
    group: 'SLACK',
    label: 'Slack’s API is down',
    effect: 'Cards and windows wait; decisions by other ways go on.',
    fault: { service: 'slack', kind: 'error', status: 503 },
  },
  {
    key: 'slack_slow',
    group: 'SLACK',
    label: 'Slack’s API is slow',
    effect: 'The clinic waits five seconds and tries again: cards wait until it is quick, windows do not open.',
    fault: { service: 'slack', kind: 'latency', delayMs: SLOW_MS },
  },
  {
    key: 'slack_lost_answer',
    group: 'SLACK',
    label: 'Slack takes a message, but its answer is lost',
    effect: 'The clinic looks whether the card is there before it posts again.',
    fault: { service: 'slack', kind: 'accept_then_drop', path: 'chat.postMessage' },
  },
  {
    key: 'mail_down',
    group: 'MAIL',
    label: 'The mail server is down',
    effect: 'Mails wait, and go out when it is back.',
    fault: { service: 'mail', kind: 'drop' },
  },
  {
    key: 'mail_slow',
    group: 'MAIL',
    label: 'The mail server is slow',
    effect: 'The clinic waits five seconds and tries again: mails wait until it is quick.',
    fault: { service: 'mail', kind: 'latency', delayMs: SLOW_MS },
  },
  {
    key: 'api_slow',
    group: 'API',
    label: 'The clinic’s API is slow for the bots',
    effect: 'Chat says “one moment”, and then the answer or that there was none in time; asking twice does no harm.',
    fault: { service: 'api', kind: 'latency', delayMs: SLOW_API_MS },
  },
];
