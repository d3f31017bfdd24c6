import { createTransport } from 'nodemailer';
import type { MailTransport } from '../delivery-email.js';

export interface SmtpConfig {
  smtpHost: string;
  smtpPort: number;
  smtpSecure: boolean;
  mailFrom: string;
  smtpUser?: string;
  smtpPassword?: string;
}

const TIMEOUT_MS = 5_000;

/** Mail over SMTP, one connection a message. */
export function createSmtpMail(config: SmtpConfig): MailTransport {
  const transport = createTransport({
    host: config.smtpHost,
    port: config.smtpPort,
    secure: config.smtpSecure,
    auth: config.smtpUser ? { user: config.smtpUser, pass: config.smtpPassword } : undefined,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return {
    async send({ messageId, to, subject, text, html, calendar }) {
      await transport.sendMail({
        messageId,
        from: config.mailFrom,
        to,
        subject,
        text,
        html,
        icalEvent: calendar ? { method: calendar.method, content: calendar.content, filename: 'appointment.ics' } : undefined,
      });
    },
  };
}
