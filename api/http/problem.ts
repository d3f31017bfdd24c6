import { ZodError } from 'zod';
import { DomainError } from '../../domain/errors.js';
import { mapDatabaseError } from '../../prisma/errors.js';
import type { ProblemCode } from '../contract/problem.js';
import { PROBLEM_KINDS } from '../contract/problem-codes.js';

/** RFC 9457, as sent. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ProblemCode;
  [member: string]: unknown;
}

const DEFAULT_RETRY_SECONDS = 5;
const RETRYABLE: readonly ProblemCode[] = ['temporarily_unavailable', 'rate_limited', 'account_locked'];

/** The one mapper from any error to a problem document. */
export function toProblem(error: unknown, requestId: string): ProblemDocument {
  const domainError = toDomainError(error);
  if (!domainError) return documentOf('internal_error', 'Please try again; we have been told.', {}, requestId);
  const { code, message } = domainError;
  const details = RETRYABLE.includes(code)
    ? { retryAfterSeconds: DEFAULT_RETRY_SECONDS, ...domainError.details }
    : domainError.details;
  return documentOf(code, message, details, requestId);
}

function documentOf(code: ProblemCode, detail: string, members: object, instance: string): ProblemDocument {
  const { status, title } = PROBLEM_KINDS[code];
  return { ...members, type: `/problems/${code}`, title, status, detail, instance, code };
}

function toDomainError(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  if (error instanceof ZodError) return validationError(error);
  if (error instanceof URIError) return new DomainError('malformed_request', 'The path is not well encoded.');
  const parserError = bodyParserError(error);
  if (parserError) return parserError;
  const mapped = mapDatabaseError(error);
  return mapped instanceof DomainError ? mapped : null;
}

/** Zod's issues as pointers. */
export function validationError(error: ZodError): DomainError {
  const errors = error.issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const message = issue.code === 'unrecognized_keys' ? 'is not a known field' : issue.message;
    return paths.map((path) => ({ pointer: pointerOf(path), message }));
  });
  return new DomainError('validation_failed', 'Some fields are not valid; see errors.', { errors });
}

/** A validation error at one place, e.g. an unknown id in a body. */
export function invalidField(pointer: string, message: string): DomainError {
  return invalidFields([{ pointer, message }]);
}

/** The same at several places. */
export function invalidFields(errors: readonly { pointer: string; message: string }[]): DomainError {
  return new DomainError('validation_failed', 'Some fields are not valid; see errors.', { errors: [...errors] });
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function bodyParserError(error: unknown): DomainError | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  switch ('type' in error && error.type) {
    case 'entity.too.large':
      return new DomainError('payload_too_large', 'A body may have at most 100 kB.');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new DomainError('unsupported_media_type', 'The body must be JSON in UTF-8.');
    default:
      // Whatever else the parser or the decompressor holds against the body.
      return Number(error.status) < 500 ? new DomainError('malformed_request', 'The body is not valid JSON.') : null;
  }
}
