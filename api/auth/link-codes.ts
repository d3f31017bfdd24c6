import { createHmac } from 'node:crypto';

/** Nothing in it is mistaken for anything else in it: no 0 and O, no 1, I and L. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 8;

/** The code of a row, drawn from its id: whoever holds the key can draw it again, and nobody needs to keep it. */
export function linkCode(key: Buffer, id: string): string {
  let left = BigInt(`0x${keyed(key, 'code', id)}`);
  return Array.from({ length: LENGTH }, () => {
    const symbol = ALPHABET.charAt(Number(left % BigInt(ALPHABET.length)));
    left /= BigInt(ALPHABET.length);
    return symbol;
  }).join('');
}

/**
 * By what a code is known to the database, however it was typed: case, blanks and dashes do not count. Keyed, because all
 * codes there are can be tried against a bare hash within minutes; without a salt, because the row is found by it.
 */
export function linkCodeHash(key: Buffer, typed: string): string {
  return keyed(key, 'hash', typed.replace(/[\s\p{Pd}\p{Cf}]/gu, '').toUpperCase());
}

/**
 * By what the code of a phone is known, however it was typed. Six digits are not one person's only, so the hash is its
 * row's.
 */
export function phoneCodeHash(key: Buffer, id: string, typed: string): string {
  return keyed(key, 'phone', `${id}:${typed.replace(/[^0-9]/g, '')}`);
}

/** Under what the texts that a source asked for are counted. */
export function codeSourceHash(key: Buffer, source: string): string {
  return keyed(key, 'source', source);
}

/** Under what the wrong codes of a chat identity are counted, so that those rows do not name anybody. */
export function chatSubjectHash(key: Buffer, channel: string, subject: string): string {
  return keyed(key, 'subject', `${channel}:${subject}`);
}

function keyed(key: Buffer, purpose: string, value: string): string {
  return createHmac('sha256', key).update(`${purpose}:${value}`).digest('hex');
}
