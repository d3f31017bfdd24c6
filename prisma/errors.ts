import { DomainError, type ErrorCode } from '../domain/errors.js';

/** Seconds after which a caller may try again when the database cannot be reached. */
const RETRY_AFTER_SECONDS = 2;

const UNAVAILABLE_PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037']);
const UNAVAILABLE_SQLSTATE = new Set(['40001', '40P01', '53300', '55P03', '57014', '57P01', '57P02', '57P03', '57P05']);
const UNAVAILABLE_NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
const UNAVAILABLE_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionAlreadyClosed',
]);
/** The driver's own failures carry no code. */
const UNAVAILABLE_DRIVER =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|not queryable|pool after calling end/i;

/**
 * What the functions of the schema `engine` raise on purpose, by a class of their own: the server's own 42501 means that a
 * right is missing, which is our fault and not the caller's.
 */
const RAISED: Record<string, { code: ErrorCode; message: string }> = {
  '23P01': { code: 'slot_taken', message: 'The time is taken.' },
  CS403: { code: 'forbidden', message: 'You may not do this.' },
  CS404: { code: 'not_found', message: 'There is no such thing.' },
};

/**
 * The one reader of database errors: a DomainError where a caller can act on it, the error itself otherwise. A
 * DomainError passes through.
 */
export function mapDatabaseError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const trail = causes(error);
  const sqlStates = trail.flatMap(sqlStateOf);
  for (const state of sqlStates) {
    const raised = RAISED[state];
    if (raised) return new DomainError(raised.code, raised.message, {}, { cause: error });
  }
  if (trail.some((link) => link['code'] === 'P2002')) return uniqueClash(trail, error);
  if (trail.some(isUnavailable) || sqlStates.some((s) => s.startsWith('08') || UNAVAILABLE_SQLSTATE.has(s))) {
    const details = { retryAfterSeconds: RETRY_AFTER_SECONDS };
    return new DomainError('temporarily_unavailable', 'The database cannot be reached just now.', details, {
      cause: error,
    });
  }
  return error;
}

/** SQLSTATE of an error that came out of the database, if it did. */
export function sqlState(error: unknown): string | null {
  return causes(error).flatMap(sqlStateOf)[0] ?? null;
}

type Link = Record<string, unknown>;

/** The error, what it was caused by, and the driver adapter's record of it. */
function causes(error: unknown): Link[] {
  const found: Link[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || found.includes(value as Link)) return;
    const link = value as Link;
    found.push(link);
    visit(link['cause']);
    visit((link['meta'] as Link | undefined)?.['driverAdapterError']);
    if (link instanceof AggregateError) link.errors.forEach(visit);
  };
  visit(error);
  return found;
}

function sqlStateOf(link: Link): string[] {
  const candidates = [link['originalCode'], link['code'], (link['meta'] as Link | undefined)?.['code']];
  return candidates.filter((code): code is string => typeof code === 'string' && isSqlState(code));
}

/** Prisma's own codes (P1001, P2002, …) look like SQLSTATEs; PL/pgSQL's are P0001 to P0004. */
function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !/^P[1-9]/.test(code) && !UNAVAILABLE_NETWORK.has(code);
}

function isUnavailable(link: Link): boolean {
  return (
    UNAVAILABLE_PRISMA.has(String(link['code'])) ||
    UNAVAILABLE_NETWORK.has(String(link['code'])) ||
    UNAVAILABLE_KINDS.has(String(link['kind'])) ||
    (typeof link['message'] === 'string' && UNAVAILABLE_DRIVER.test(link['message']))
  );
}

function uniqueClash(trail: Link[], cause: unknown): DomainError {
  const fields = JSON.stringify(trail.map((link) => link['meta'] ?? link['constraint'] ?? null));
  if (fields.includes('email')) return new DomainError('email_taken', 'The email address is taken.', {}, { cause });
  return new DomainError('validation_failed', 'The value is taken.', { errors: [] }, { cause });
}
