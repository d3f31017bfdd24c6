import type { components } from './schema.js';

export type Problem = components['schemas']['Problem'];
export type ProblemCode = Problem['code'];

/** A refusal by the API. */
export class Refusal extends Error {
  override name = 'Refusal';
  constructor(
    readonly problem: Problem,
    /** When it makes sense to try again, in this browser's clock; null where it does not depend on time. */
    readonly retryAtMs: number | null,
  ) {
    super(problem.code);
  }
}

/** Nothing came back: the network is away, or the server. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

export type Failure = Refusal | Unreachable;

/** Any error of a call, as what a page can tell. */
export function failureOf(error: unknown): Failure {
  return error instanceof Refusal || error instanceof Unreachable ? error : new Unreachable('', { cause: error });
}

/** Whether something at this pointer was refused, whatever else was besides. */
export function hasFaultAt(error: unknown, pointer: string): boolean {
  return error instanceof Refusal && (error.problem.errors ?? []).some((fault) => fault.pointer === pointer);
}

/** A refusal of which only the code is known, as for what was accepted first and refused later. */
export function refusalFor(code: ProblemCode): Refusal {
  return new Refusal({ type: 'about:blank', title: code, status: 409, detail: code, instance: '', code }, null);
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of an answer. Throws `Refusal`, or `Unreachable`. */
export async function bodyOf<T>(answering: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answering.catch((cause: unknown) => {
    throw new Unreachable('', { cause });
  });
  if (response.ok) return data as T;
  if (!isProblem(error)) throw new Unreachable(`HTTP ${response.status}`);
  throw new Refusal(error, retryAt(response));
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'status' in error;
}

function retryAt({ headers }: Response): number | null {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? Date.now() + seconds * 1_000 : null;
}
