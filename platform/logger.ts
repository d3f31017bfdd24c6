import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Fields that never reach a log, at the top level or one level down. */
const REDACTED = [
  'password',
  'passwordHash',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'authorization',
  'cookie',
  'email',
  'phone',
  'fullName',
  'address',
  'from',
  'to',
  'body',
  'text',
  'note',
  'visitReason',
  'reason',
  'recipient',
  'patient',
  'patientName',
];
const REQUEST_HEADERS = ['authorization', 'cookie', '"x-csrf-token"', '"x-slack-signature"', '"x-twilio-signature"'];

export interface LoggerOptions {
  /** Process name: api, worker, bots. */
  name: string;
  level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  destination?: DestinationStream;
}

/** A JSON logger that drops secrets and personal fields, whatever a caller hands it. */
export function createLogger(options: LoggerOptions): Logger {
  const paths = [
    ...REDACTED.flatMap((field) => [field, `*.${field}`]),
    ...REQUEST_HEADERS.flatMap((header) => {
      const key = header.startsWith('"') ? `[${header}]` : `.${header}`;
      return [`headers${key}`, `req.headers${key}`];
    }),
  ];
  return pino(
    { name: options.name, level: options.level ?? 'info', redact: { paths, censor: '[redacted]' } },
    options.destination ?? pino.destination(1),
  );
}
