import { mkdirSync } from 'node:fs';
import { MailDev } from 'maildev';
import { createShutdown, exitOnSignal } from '../../platform/shutdown.js';
import { guardServer } from '../faults/guard-server.js';
import type { MailboxConfig } from '../mailbox.js';

/**
 * The mailbox’s process: MailDev over real SMTP; mails are files, so they survive a restart. Other web sites do not get
 * at its page, nor at the mails.
 */
const config = JSON.parse(process.env.MAILBOX ?? '{}') as MailboxConfig;
mkdirSync(config.mailDirectory, { recursive: true, mode: 0o700 });
const shutdown = createShutdown();
exitOnSignal(shutdown);

const mailbox = new MailDev({
  smtp: config.smtpPort,
  ip: '127.0.0.1',
  web: config.webPort,
  webIp: '127.0.0.1',
  mailDirectory: config.mailDirectory,
  silent: true,
});
const { api } = await mailbox.start();
if (api) guardServer(api.server.server, config.webPort);
shutdown.add('mailbox', () => mailbox.stop());
console.log('ready');
