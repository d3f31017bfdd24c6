import type { DomainError } from '../domain/errors.js';

const FIELD_WORDS: Record<string, string> = {
  doctorId: 'the doctor',
  patientId: 'the patient',
  roomId: 'the room',
  startsAt: 'the time',
  visitReason: 'the visit reason',
  reason: 'the note',
  category: 'the reason',
  search: 'the name',
  code: 'the code',
};

/** `: the note is too long`, or nothing. The API's own words are for developers; fields that nobody fills in here are left out. */
export function fieldWords({ details }: DomainError): string {
  const errors = (Array.isArray(details.errors) ? details.errors : []) as { pointer?: unknown; message?: unknown }[];
  const words = errors.flatMap(({ pointer, message }) => {
    const field = FIELD_WORDS[String(pointer).split(/[/?]/).at(-1) ?? ''];
    return field === undefined ? [] : [`${field} ${faultWords(String(message))}`];
  });
  return words.length === 0 ? '' : `: ${words.join('; ')}`;
}

function faultWords(message: string): string {
  if (/unicode|NUL/i.test(message)) return 'holds characters that cannot be kept';
  if (/too big|too long|at most/i.test(message)) return 'is too long';
  return 'cannot be taken as it is';
}
