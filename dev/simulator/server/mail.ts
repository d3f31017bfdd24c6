import type { Mail, MailSummary } from '../contract.js';
import type { SimulatorConfig } from './config.js';
import { impossible } from './errors.js';
import { readInvitation } from './invitation.js';
import { createUpstream, unexpected } from './upstream.js';

interface Address {
  address: string;
  name?: string;
}

interface StoredMail {
  id: string;
  time: string;
  subject?: string;
  from?: Address[];
  to?: Address[];
  text?: string;
  html?: string;
  attachments?: { contentType: string; generatedFileName: string }[];
}

export interface Mailbox {
  /** Newest first. */
  list(): Promise<MailSummary[]>;
  /** `invitation` is null too where the calendar file cannot be read. */
  read(id: string): Promise<Mail>;
  html(id: string): Promise<string>;
  /** Changes whenever a mail comes or goes. */
  mark(): Promise<string>;
}

const NAME = 'The mailbox';
const MAX_MAILS = 200;
const CALENDAR = /^(text\/calendar|application\/ics)\b/i;

export function createMailbox({ origins }: SimulatorConfig): Mailbox {
  const mailbox = createUpstream(NAME, origins.mail);
  const path = (id: string, part = ''): string => `/api/email/${encodeURIComponent(id)}${part}`;

  async function stored(id: string): Promise<StoredMail> {
    const response = await mailbox.send(path(id));
    if (response.status === 404) throw impossible('This mail is not there any more.', 404);
    if (!response.ok) throw await unexpected(NAME, response);
    return (await response.json()) as StoredMail;
  }

  async function calendarOf(mail: StoredMail): Promise<string | null> {
    const file = calendarFile(mail);
    if (!file) return null;
    const response = await mailbox.send(path(mail.id, `/attachment/${encodeURIComponent(file.generatedFileName)}`));
    if (!response.ok) throw await unexpected(NAME, response);
    return response.text();
  }

  return {
    async list() {
      const mails = await mailbox.json<StoredMail[]>(`/api/email?sort=desc&limit=${MAX_MAILS}`);
      /** It tells seconds only, and lists what came in the same one in the order of arrival. */
      return mails
        .map(summaryOf)
        .reverse()
        .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    },
    async read(id) {
      const mail = await stored(id);
      const calendar = await calendarOf(mail);
      return {
        ...summaryOf(mail),
        from: addresses(mail.from),
        text: mail.text ?? '',
        hasHtml: Boolean(mail.html),
        invitation: calendar === null ? null : readInvitation(calendar),
      };
    },
    async html(id) {
      const { html } = await stored(id);
      if (!html) throw impossible('This mail has words only.', 404);
      return html;
    },
    async mark() {
      const { total, items } = await mailbox.json<{ total: number; items: { id: string }[] }>(
        '/api/email/summary?limit=1',
      );
      return `${total} ${items[0]?.id ?? ''}`;
    },
  };
}

const calendarFile = ({ attachments = [] }: StoredMail) =>
  attachments.find(({ contentType }) => CALENDAR.test(contentType));

function summaryOf(mail: StoredMail): MailSummary {
  return {
    id: mail.id,
    at: new Date(mail.time).toISOString(),
    to: addresses(mail.to),
    subject: mail.subject ?? '',
    hasInvitation: calendarFile(mail) !== undefined,
  };
}

const addresses = (list: Address[] = []): string =>
  list.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ');
