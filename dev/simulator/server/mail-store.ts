import type { SimulatorConfig } from './config.js';
import { impossible } from './errors.js';
import { createUpstream, unexpected } from './upstream.js';

/** A mail as MailDev tells it. */
export interface StoredMail {
  id: string;
  time: string;
  subject?: string;
  from?: Address[];
  to?: Address[];
  text?: string;
  html?: string;
  attachments?: { contentType: string; generatedFileName: string }[];
}

export interface Address {
  address: string;
  name?: string;
}

/** MailDev's REST API. */
export interface MailStore {
  list(): Promise<StoredMail[]>;
  read(id: string): Promise<StoredMail>;
  attachment(id: string, fileName: string): Promise<string>;
  count(): Promise<{ total: number; newestId: string }>;
}

const NAME = 'The mailbox';
const MAX_MAILS = 200;

export function createMailStore({ origins }: SimulatorConfig): MailStore {
  const mailbox = createUpstream(NAME, origins.mail);
  const path = (id: string, part = ''): string => `/api/email/${encodeURIComponent(id)}${part}`;
  return {
    list: () => mailbox.json<StoredMail[]>(`/api/email?sort=desc&limit=${MAX_MAILS}`),
    async read(id) {
      const response = await mailbox.send(path(id));
      if (response.status === 404) throw impossible('This mail is not there any more.', 404);
      if (!response.ok) throw await unexpected(NAME, response);
      return (await response.json()) as StoredMail;
    },
    async attachment(id, fileName) {
      const response = await mailbox.send(path(id, `/attachment/${encodeURIComponent(fileName)}`));
      if (!response.ok) throw await unexpected(NAME, response);
      return response.text();
    },
    async count() {
      const { total, items } = await mailbox.json<{ total: number; items: { id: string }[] }>(
        '/api/email/summary?limit=1',
      );
      return { total, newestId: items[0]?.id ?? '' };
    },
  };
}
