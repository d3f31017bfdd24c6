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
      'This request was already rejected by Dr &lt;Haddad&gt;, Sun 2 May 10:00 CEST. Your click changed nothing.',
    );
  });

  it('join what is busy', () => {
    const error = new DomainError('slot_taken', '', { conflicts: ['doctor', 'room'], alternatives: [] });
    expect(chatWords(error, { timeZone })).toBe(
      'That time is already taken (the doctor and the room are busy). No other time is free nearby.',
    );
  });
});
