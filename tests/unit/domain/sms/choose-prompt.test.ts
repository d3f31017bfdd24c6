import { describe, expect, test } from '@jest/globals';
import { choosePrompt, type PromptView } from '../../../../domain/sms/choose-prompt.js';

const nowMs = Date.parse('2027-05-10T08:00:00Z');

function prompt(id: string, changes: Partial<PromptView> = {}): PromptView {
  const startsAt = '2027-05-12T08:30:00Z';
  return {
    promptId: id,
    sessionId: `session-${id}`,
    startsAt,
    expiresAt: startsAt,
    open: true,
    undelivered: false,
    answer: null,
    ...changes,
  };
}

const outcome = (prompts: PromptView[]): string => {
  const choice = choosePrompt({ prompts, nowMs });
  switch (choice.kind) {
    case 'PROMPT':
    case 'LATE':
      return `${choice.kind} ${choice.prompt.promptId}`;
    case 'ASK':
      return `ASK ${choice.prompts.map(({ promptId }) => promptId).join(' ')}`;
    case 'NONE':
      return choice.kind;
  }
};

describe('choosePrompt', () => {
  test('nothing was asked', () => expect(outcome([])).toBe('NONE'));
  test('one open question', () => expect(outcome([prompt('a')])).toBe('PROMPT a'));
  test('an answer may be changed while the question is open', () =>
    expect(outcome([prompt('a', { answer: 'CONFIRM' })])).toBe('PROMPT a'));
  test('the newest of several questions about one session', () =>
    expect(outcome([prompt('b', { sessionId: 's' }), prompt('a', { sessionId: 's' })])).toBe('PROMPT b'));
  test('the old question of a moved session that was asked again', () =>
    expect(outcome([prompt('b', { sessionId: 's' }), prompt('a', { sessionId: 's', open: false })])).toBe('PROMPT b'));
  test('a suggestion that is closed does not leave its answer to the question before it', () => {
    const before = prompt('a', { sessionId: 's' });
    const closed = { sessionId: 's', open: false, kind: 'MOVE' } as const;
    expect(outcome([prompt('b', closed), before])).toBe('LATE b');
    expect(outcome([prompt('b', { ...closed, answer: 'DECLINE' }), before])).toBe('LATE b');
    expect(outcome([prompt('c', { sessionId: 's' }), prompt('b', closed), before])).toBe('PROMPT c');
    expect(outcome([prompt('b', { ...closed, undelivered: true }), before])).toBe('PROMPT a');
  });
  test('only an outdated question', () => expect(outcome([prompt('a', { open: false })])).toBe('LATE a'));
  test('an expired question', () =>
    expect(outcome([prompt('a', { expiresAt: '2027-05-10T08:00:00Z' })])).toBe('LATE a'));
  test('two open sessions are never guessed', () => {
    expect(outcome([prompt('b'), prompt('a')])).toBe('ASK b a');
    expect(outcome([prompt('b'), prompt('a', { answer: 'CONFIRM' })])).toBe('ASK b a');
    expect(outcome([prompt('c'), prompt('b'), prompt('a', { answer: 'CONFIRM' })])).toBe('ASK c b a');
  });
  test('a question that never arrived is none', () => {
    expect(outcome([prompt('a', { undelivered: true })])).toBe('NONE');
    expect(outcome([prompt('b', { undelivered: true }), prompt('a')])).toBe('PROMPT a');
    expect(outcome([prompt('c'), prompt('b', { undelivered: true }), prompt('a')])).toBe('ASK c a');
    expect(outcome([prompt('b', { undelivered: true, open: false }), prompt('a', { open: false })])).toBe('LATE a');
  });
  test('the last question has become outdated: its answer does not go to an older open one', () => {
    expect(outcome([prompt('b', { open: false }), prompt('a')])).toBe('LATE b');
  });
  test('an outdated question that was answered, or whose time has passed, is out of mind', () => {
    expect(outcome([prompt('b', { open: false, answer: 'CONFIRM' }), prompt('a')])).toBe('PROMPT a');
    expect(outcome([prompt('b', { open: false, startsAt: '2027-05-09T08:00:00Z' }), prompt('a')])).toBe('PROMPT a');
  });
});
