import type { z } from 'zod';
import type { ErrorCode } from '../../domain/errors.js';
import type { Role } from '../../domain/actor.js';

/**
 * Who may call. PUBLIC: anyone. BOT: a bot's own client credential (HTTP Basic). PHONE: a delegated token whose subject
 * is a phone number, for this one operation. OPERATOR: loopback or the operator's token. USER: a signed-in person with
 * one of `roles`; `delegated` says whether a bot may act for them with a token minted for this operation. BOT_OR_USER: a
 * bot's own credential, or a person with one of `roles` who comes themselves; the handler tells them apart by the principal.
 */
export type Access =
  | { kind: 'PUBLIC' }
  | { kind: 'BOT' }
  | { kind: 'BOT_OR_USER'; roles: readonly Role[] }
  | { kind: 'PHONE' }
  | { kind: 'OPERATOR' }
  | { kind: 'USER'; roles: readonly Role[]; delegated: boolean };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One endpoint as a value: router, validation, OpenAPI document, typed client and tests all derive from it. */
export interface Operation {
  operationId: string;
  method: Method;
  /** With `{name}` for parameters; below `/api/v1` unless `root` is set. */
  path: `/${string}`;
  root?: true;
  tag: string;
  summary: string;
  access: Access;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** False where a request without any body is the same as `{}`. */
  bodyRequired?: boolean;
  /** Success answers by status; null = no body. */
  responses: Readonly<Record<number, z.ZodType | null>>;
  /** Media type of the success answers where they are no JSON; their body is a text, or streamed. */
  media?: 'text/csv' | 'text/plain' | 'text/calendar' | 'text/event-stream';
  /** Codes beside those that every operation of its kind may answer. */
  errors: readonly ErrorCode[];
  /** True for whatever changes something and therefore takes an Idempotency-Key. */
  idempotent?: true;
}

/** Keeps the literal types of an operation. */
export function defineOperation<const O extends Operation>(operation: O): O {
  return operation;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What a handler receives, after validation. */
export interface RequestOf<O extends Operation> {
  params: Parsed<O['params']>;
  query: Parsed<O['query']>;
  body: Parsed<O['body']>;
}

/** Status and body together, so that `status` narrows `body`. */
export type ResponseOf<O extends Operation> = {
  [S in keyof O['responses'] & number]: { status: S; body: Parsed<O['responses'][S]> };
}[keyof O['responses'] & number];

/** What a caller gives: only the parts that the operation has. */
export type CallOf<O extends Operation> = (O['params'] extends z.ZodType ? { params: Given<O['params']> } : unknown) &
  (O['query'] extends z.ZodType ? { query?: Given<O['query']> } : unknown) &
  BodyOf<O> & { idempotencyKey?: string };

type BodyOf<O extends Operation> = O['body'] extends z.ZodType
  ? O['bodyRequired'] extends false
    ? { body?: Given<O['body']> }
    : { body: Given<O['body']> }
  : unknown;

export const BASE_PATH = '/api/v1';

/** The path as served, still with `{name}`. */
export function fullPath(operation: Operation): string {
  return operation.root ? operation.path : BASE_PATH + operation.path;
}

export const ANY_USER: readonly Role[] = ['PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN'];
export const STAFF: readonly Role[] = ['SECRETARY', 'DOCTOR', 'ADMIN'];

/** Access of people with one of these roles, also through a bot. */
export function people(roles: readonly Role[]) {
  return { kind: 'USER', roles, delegated: true } as const;
}

/** Access of people who come themselves, never through a bot. */
export function inPerson(roles: readonly Role[]) {
  return { kind: 'USER', roles, delegated: false } as const;
}
