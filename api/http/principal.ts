import type { Actor, Role } from '../../domain/actor.js';
import type { Operation } from '../contract/operation.js';

/** The actor of everything that a signed-in person does. */
export type PersonActor = Actor & { id: string; role: Role };

/** A signed-in person, themselves or through a bot. */
export interface Person {
  kind: 'PERSON';
  actor: PersonActor;
  /** What they came with, where they came themselves. */
  token?: { sid: string; version: number; expiresAtMs: number };
}

/** A bot with its own credential. */
export interface Bot {
  kind: 'BOT';
  id: string;
}

/** A phone number that a bot vouches for. */
export interface Phone {
  kind: 'PHONE';
  phone: string;
}

export interface Nobody {
  kind: 'NOBODY';
}

export type Principal = Person | Bot | Phone | Nobody;

/** Who calls an operation, given what its access demands. */
export type PrincipalOf<O extends Operation> = {
  USER: Person;
  BOT: Bot;
  BOT_OR_USER: Bot | Person;
  PHONE: Phone;
  PUBLIC: Nobody;
  OPERATOR: Nobody;
}[O['access']['kind']];
