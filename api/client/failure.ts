import { DomainError, isErrorCode } from '../../domain/errors.js';

const RETRY_AFTER_SECONDS = 2;

/** The error that a refused call throws: the problem's code and members, or `temporarily_unavailable`. */
export async function failureOf(response: Response): Promise<DomainError> {
  const document = await readJson(response);
  const { code, detail, ...rest } = document;
  if (!isErrorCode(code)) return unavailable(new Error(`unexpected answer with status ${response.status}`));
  const members = Object.fromEntries(
    Object.entries(rest).filter(([name]) => !['type', 'title', 'status'].includes(name)),
  );
  const retryAfter = Number(response.headers.get('retry-after'));
  const details = retryAfter > 0 ? { ...members, retryAfterSeconds: retryAfter } : members;
  return new DomainError(code, typeof detail === 'string' ? detail : code, details);
}

/** A call that got no answer: outcome unknown, asking again with the same key is safe. */
export function unavailable(cause: unknown): DomainError {
  return new DomainError(
    'temporarily_unavailable',
    'The clinic cannot be reached at the moment. Please try again.',
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
    { cause },
  );
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const parsed: unknown = await response.json();
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
