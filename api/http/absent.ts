import type { Role } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { invalidField } from './problem.js';

/** Kinds of which some roles may see only some; everybody else sees all of them. */
const SEES_SOME: Readonly<Record<Kind, readonly Role[]>> = {
  session: ['PATIENT', 'DOCTOR'],
  decision: ['PATIENT', 'DOCTOR'],
  patient: ['PATIENT', 'DOCTOR'],
  'chat link': ['PATIENT', 'SECRETARY', 'DOCTOR'],
  availability: ['DOCTOR'],
  exception: ['DOCTOR'],
  leave: ['DOCTOR'],
  doctor: [],
  room: [],
  user: [],
  task: [],
};
export type Kind =
  | 'session'
  | 'decision'
  | 'patient'
  | 'chat link'
  | 'availability'
  | 'exception'
  | 'leave'
  | 'doctor'
  | 'room'
  | 'user'
  | 'task';

/** Why an object in the path was not found: foreign and absent look alike to whoever may see only some. */
export function absent(kind: Kind, role: Role): DomainError {
  if (SEES_SOME[kind].includes(role)) return new DomainError('forbidden', `This ${kind} is not yours to see.`);
  return new DomainError('not_found', `There is no such ${kind}.`);
}

/** The same for an id in a body or query. */
export function unknownId(kind: Kind, role: Role, pointer: string): DomainError {
  return SEES_SOME[kind].includes(role) ? absent(kind, role) : invalidField(pointer, `is not the id of a ${kind}`);
}
