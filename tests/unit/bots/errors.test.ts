import { describe, expect, it } from '@jest/globals';
import { chatWords } from '../../../bots/errors.js';
import { DomainError, ERROR_CODES } from '../../../domain/errors.js';

const timeZone = 'Europe/Berlin';

describe('chat words', () => {
  it.each(ERROR_CODES)('%s is told without jargon', (code) => {
    const words = chatWords(new DomainError(code, 'raw_message'), { timeZone });
    expect(words.length).toBeGreaterThan(10);
    expect(words).not.toMatch(/raw_message|_|undefined|null|UTC|\bAPI\b|HTTP|\[object/);
  });

  it('do not show what nobody expected', () => {
    expect(chatWords(new Error('SELECT * FROM patients'))).not.toContain('SELECT');
  });

  it('name who decided and when', () => {
    const details = {
      sessionStatus: 'REJECTED',
      decidedBy: { fullName: 'Dr <Haddad>' },
      decidedAt: '2027-05-02T08:00:00.000Z',
    };
    expect(chatWords(new DomainError('already_decided', ''), { timeZone })).toContain('already decided.');
    expect(chatWords(new DomainError('already_decided', '', details), { timeZone })).toBe(
      'This request was already rejected by Dr &lt;Haddad&gt;, Sun 2 May 10:00 CEST. Your answer changed nothing.',
    );
  });

  it.each([
    [undefined, 'Please wait a moment and try again.'],
    [2, 'Please wait a moment and try again.'],
    [41.2, 'Please wait 42 seconds and try again.'],
    [570, 'Please wait 10 minutes and try again.'],
  ])('say how long to wait: %p s', (retryAfterSeconds, words) => {
    expect(chatWords(new DomainError('rate_limited', '', { retryAfterSeconds }))).toContain(words);
  });

  it.each([
    [
      '/visitReason',
      'must be well-formed Unicode without NUL',
      ': the visit reason holds characters that cannot be kept.',
    ],
    ['/reason', 'Too big: expected string to have <=2000 characters', ': the note is too long.'],
    ['/version', 'Invalid input', 'Something in that is not right. Nothing'],
  ])('name a field as people do: %s', (pointer, message, words) => {
    const error = new DomainError('validation_failed', '', { errors: [{ pointer, message }] });
    expect(chatWords(error)).toContain(words);
  });

  it('tell rules within a sentence, and other times in their order', () => {
    const error = new DomainError('slot_not_bookable', '', {
      reasons: [{ detail: 'This is outside the hours.' }, { detail: 'The doctor has a break then.' }],
      alternatives: [{ startsAt: '2027-05-12T09:00:00.000Z' }, { startsAt: '2027-05-12T07:00:00.000Z' }],
    });
    expect(chatWords(error, { timeZone })).toMatch(
      /booked: this is outside the hours; the doctor has a break then\.\n.*\n• Wed 12 May 09:00.*\n• Wed 12 May 11:00/,
    );
  });

  it('join what is busy', () => {
    const error = new DomainError('slot_taken', '', { conflicts: ['doctor', 'patient', 'room'], alternatives: [] });
    expect(chatWords(error, { timeZone })).toBe(
      'That time is already taken (the doctor, the patient and the room are busy). No other time is free nearby.',
    );
  });
});
