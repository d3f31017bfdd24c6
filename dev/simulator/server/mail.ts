import type { Mail, MailSummary } from '../contract.js';
import type { SimulatorConfig } from './config.js';
import { impossible } from './errors.js';
import { readInvitation } from './invitation.js';
import { createMailStore, type Address, type StoredMail } from './mail-store.js';

export interface Mailbox {
  /** Newest first. */
  list(): Promise<MailSummary[]>;
  /** `invitation` is null too where the calendar file cannot be read. */
  read(id: string): Promise<Mail>;
  html(id: string): Promise<string>;
  /** Changes whenever a mail comes or goes. */
  mark(): Promise<string>;
}

const CALENDAR = /^(text\/calendar|application\/ics)\b/i;

export function createMailbox(config: SimulatorConfig): Mailbox {
  const store = createMailStore(config);
  return {
    async list() {
      const mails = await store.list();
      // Newest first, but those of one second as they came: seconds are all that it tells.
      return mails
        .map(summaryOf)
        .reverse()
        .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    },
    async read(id) {
      const mail = await store.read(id);
      const file = calendarFile(mail);
      return {
        ...summaryOf(mail),
        from: addresses(mail.from),
        text: mail.text ?? '',
        hasHtml: Boolean(mail.html),
        invitation: file ? readInvitation(await store.attachment(id, file.generatedFileName)) : null,
      };
    },
    async html(id) {
      const { html } = await store.read(id);
      if (!html) throw impossible('This mail has words only.', 404);
      return html;
    },
    async mark() {
      const { total, newestId } = await store.count();
      return `${total} ${newestId}`;
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
