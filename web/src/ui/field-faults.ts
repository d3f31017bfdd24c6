import type { Words } from '../words/english.js';

export type FaultKey = keyof Words['faults'];
type Rule = (value: string) => FaultKey | true;

export const NAME_MAX = 200;
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;
const TOKEN_MAX = 128;
const NOTE_MAX = 2_000;

/** The rules of the API that a page can tell at once; each gives the name of a fault, or true. */
export const rules = {
  fullName: (value) => (value.trim() === '' ? 'required' : value.length > NAME_MAX ? 'tooLong' : true),
  email(value) {
    if (value.trim() === '') return 'required';
    if (value.length > NAME_MAX) return 'tooLong';
    return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value.trim()) ? true : 'email';
  },
  given: (value) => (value === '' ? 'required' : value.length > PASSWORD_MAX ? 'tooLong' : true),
  newPassword(value) {
    if (value === '') return 'required';
    return value.length < PASSWORD_MIN ? 'tooShort' : value.length > PASSWORD_MAX ? 'tooLong' : true;
  },
  givenPhone: (value) => (value.trim() === '' ? 'required' : isPhone(value) ? true : 'phone'),
  phone: (value) => (value.trim() === '' || isPhone(value) ? true : 'phone'),
  note: (value) => (value.trim() === '' ? 'required' : value.length > NOTE_MAX ? 'tooLong' : true),
  optionalNote: (value) => (value.length > NOTE_MAX ? 'tooLong' : true),
  token: (value) => (value.trim() === '' ? 'required' : value.trim().length > TOKEN_MAX ? 'tooLong' : true),
} satisfies Record<string, Rule>;

const isPhone = (typed: string): boolean => /^\+[1-9]\d{6,14}$/.test(plainPhone(typed));

/** A number without what people put between its digits; a leading 00 is a +. */
export function plainPhone(typed: string): string {
  return typed.replace(/[\s().\-/\u00a0\u2010-\u2015]/g, '').replace(/^00/, '+');
}

export interface FieldFault {
  type?: unknown;
  message?: string | undefined;
}

/** A fault in words. One that the API found has the problem's code for a type, and the API's words for a message. */
export function faultWords(words: Words, field: string, { type, message = '' }: FieldFault): string {
  if (type === 'email_taken') return words.emailTaken;
  if (type === 'validation_failed') return refusedWords(words, field)(message);
  return message in words.faults ? words.faults[message as FaultKey] : words.refused.other(message);
}

function refusedWords({ refused }: Words, field: string): (message: string) => string {
  return field in refused ? refused[field as keyof Words['refused']] : refused.other;
}
