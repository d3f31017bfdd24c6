import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeActionValue,
  decodeOrigin,
  decodeRejectMetadata,
  encodeActionValue,
  encodeRejectMetadata,
} from '../../../domain/chat/actions.js';
import { encodeBookMemo, freshMemo } from '../../../domain/chat/book-memo.js';
import { escapeMrkdwn, truncate } from '../../../domain/chat/blocks.js';
import { timeLeft } from '../../../domain/chat/time-left.js';
import { visitReasonCategory } from '../../../domain/chat/visit-reason.js';

const value = { sessionId: '0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a01', version: 3 };

describe('what buttons and modals carry', () => {
  it('is read back', () => {
    expect(decodeActionValue(encodeActionValue(value))).toEqual(value);
    const metadata = { ...value, responseUrl: 'https://hooks.slack.com/x', onHome: true };
    expect(decodeRejectMetadata(encodeRejectMetadata(metadata))).toEqual(metadata);
  });

  it.each([
    '',
    '{}',
    'null',
    '[]',
    '7',
    '{"sessionId":"x","version":1}',
    `{"sessionId":"${value.sessionId}","version":"1"}`,
  ])('is refused when it is none of ours: %s', (text) => {
    expect(decodeActionValue(text)).toBeNull();
    expect(decodeRejectMetadata(text)).toBeNull();
  });

  it('tells where any of our modals was opened', () => {
    const [reject, book] = [
      encodeRejectMetadata({ ...value, responseUrl: null, onHome: true }),
      encodeBookMemo(freshMemo({ responseUrl: 'https://hooks.slack.com/x', onHome: false })),
    ];
    expect([reject, book, '', undefined].map(decodeOrigin)).toEqual([
      { responseUrl: null, onHome: true },
      { responseUrl: 'https://hooks.slack.com/x', onHome: false },
      { responseUrl: null, onHome: false },
      { responseUrl: null, onHome: false },
    ]);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void decodeRejectMetadata(text)));
  });
});

describe('typed text', () => {
  it('cannot mention, link or format by entity', () => {
    expect(escapeMrkdwn('<!channel> <https://x|y> &lt;')).toBe('&lt;!channel&gt; &lt;https://x|y&gt; &amp;lt;');
  });

  it('is cut between characters', () => {
    expect(truncate('ab😀cd', 4)).toBe('ab…');
    expect(truncate('abcd', 4)).toBe('abcd');
  });
});

describe('the kind of visit', () => {
  it.each([
    [null, 'not given'],
    ['  ', 'not given'],
    ['Follow-up', 'Follow-up'],
    ['annual check up', 'Check-up'],
    ['my HIV test results', 'Test results'],
    ['I need a new label', 'Other (full text under Who?)'],
    ['Überweisung zum Facharzt', 'Certificate or referral'],
    ['Headache since Tuesday', 'Symptoms or injury'],
    ['Rückenschmerzen', 'Symptoms or injury'],
    ['dolor de espalda', 'Symptoms or injury'],
    ['birth control', 'Other (full text under Who?)'],
  ])('%p is %s', (text, category) => {
    expect(visitReasonCategory(text)).toBe(category);
  });
});

describe('time left', () => {
  const minute = 60_000;
  it.each([
    [-5 * minute, 'no time left'],
    [30_000, 'no time left'],
    [59.9 * minute, '59 min left'],
    [60 * minute, '1 h left'],
    [47.9 * 60 * minute, '47 h left'],
    [48 * 60 * minute, '2 days left'],
  ])('%d ms: %s', (ms, words) => {
    expect(timeLeft(ms)).toBe(words);
  });
});
