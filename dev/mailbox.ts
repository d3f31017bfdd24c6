import { join } from 'node:path';
import { entrySpec } from './supervisor/entry.js';
import type { ProcessSpec } from './supervisor/launch.js';

export interface MailboxConfig {
  smtpPort: number;
  webPort: number;
  mailDirectory: string;
}

/** The mailbox that takes the clinic's mail and shows it (its REST API is below `/api/email`). */
export function mailboxSpec(options: { smtpPort: number; webPort: number; dataDir: string }): ProcessSpec {
  const { dataDir, ...ports } = options;
  const config: MailboxConfig = { ...ports, mailDirectory: join(dataDir, 'mail') };
  return entrySpec({
    name: 'mailbox',
    entry: 'dev/mailbox/main.ts',
    env: { MAILBOX: JSON.stringify(config) },
    dataDir,
    logFile: join(dataDir, 'logs', 'stand-ins', 'mailbox.log'),
  });
}
