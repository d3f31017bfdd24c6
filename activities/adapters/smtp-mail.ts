import { createTransport } from 'nodemailer';
import { MailRefused, type MailTransport } from '../delivery-email.js';

export interface SmtpConfig {
  smtpHost: string;
  smtpPort: number;
  smtpSecure: boolean;
  mailFrom: string;
  smtpUser?: string;
  smtpPassword?: string;
}

const TIMEOUT_MS = 5_000;
/** SMTP replies from here on are final (RFC 5321, 4.2.1). */
const PERMANENT = 500;

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
      try {
        await transport.sendMail({
          messageId,
          from: config.mailFrom,
          to,
          subject,
          text,
          html,
          icalEvent: calendar
            ? { method: calendar.method, content: calendar.content, filename: 'appointment.ics' }
            : undefined,
        });
      } catch (error) {
        const replyCode = replyCodeOf(error);
        throw replyCode !== null && replyCode >= PERMANENT ? new MailRefused(String(replyCode)) : error;
      }
    },
  };
}

function replyCodeOf(error: unknown): number | null {
  return error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : null;
}
