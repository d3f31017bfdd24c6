import { describe, expect, it } from '@jest/globals';
import type { SessionStory } from '../../../dev/simulator/contract.js';
import { timeline } from '../../../dev/simulator/page/src/history/timeline.js';
import { asTyped, plainWords } from '../../../dev/simulator/page/src/slack/blocks/as-typed.js';
import { dateWords } from '../../../dev/simulator/page/src/slack/blocks/date-words.js';
import { emojiOrText } from '../../../dev/simulator/page/src/slack/blocks/emoji-or-text.js';
import { fittingCommands } from '../../../dev/simulator/page/src/slack/fitting-commands.js';
import { createClock } from '../../../dev/simulator/page/src/time/clock.js';

const clock = createClock('Europe/Berlin');

describe('the timeline', () => {
  it('merges deeds and messages by time, the deed first', () => {
    const step = { by: 'Tom Becker', from: null, to: 'PENDING', channel: 'SLACK', reason: null };
    const story: Pick<SessionStory, 'history' | 'messages'> = {
      history: [
        { ...step, at: '2027-03-01T09:00:00Z', kind: 'BOOKED' },
        { ...step, at: '2027-03-01T09:02:00Z', kind: 'EXPIRED', by: null, channel: 'SYSTEM' },
      ],
      messages: [
        { at: '2027-03-01T09:01:00.5Z', kind: 'BOOKED', channel: 'SMS', status: 'FAILED' },
        { at: '2027-03-01T09:00:00Z', kind: 'BOOKED', channel: 'EMAIL', status: 'SENT' },
      ],
    };
    expect(timeline(story).map(({ words, failed }) => [words, failed])).toEqual([
      ['Tom Becker booked the session, in Slack', false],
      ['Mail about the request: sent', false],
      ['Text about the request: failed', true],
      ['The clinic’s clock let it lapse: nobody decided in time', false],
    ]);
  });
});

describe('times', () => {
  it('are the clinic’s, in summer and winter', () => {
    expect(clock.dateTime('2027-07-01T08:30:00Z')).toBe('Thu 1 Jul, 10:30');
    expect(clock.time('2027-01-01T23:30:00Z')).toBe('00:30');
  });

  it('name the day unless it is today there', () => {
    const now = Date.parse('2027-01-01T23:40:00Z');
    expect(clock.recent('2027-01-01T23:30:00Z', now)).toBe('00:30');
    expect(clock.recent('2027-01-01T22:30:00Z', now)).toBe('Fri 1 Jan, 23:30');
  });

  it('read Slack’s date tokens', () => {
    const at = Date.parse('2027-03-01T09:00:00Z');
    expect(dateWords(at, '{ago}', clock, at - 3 * 3_600_000)).toBe('in 3 hours');
    expect(dateWords(at, '{date_long} at {time}', clock, at)).toBe('Monday 1 March at 10:00');
  });
});

describe('what the renderer takes for emoji', () => {
  const find = (name: string): string => (name === 'thumbsup' ? '👍' : `:${name}:`);
  it.each([
    ['thumbsup', '👍'],
    ['30–11', ':30–11:'],
    [':30–11:', ':30–11:'],
  ])('%s is %s', (name, words) => expect(emojiOrText(name, find)).toBe(words));
});

describe('command hints', () => {
  const commands = [{ command: '/session', hint: '[book | help]', description: 'Sessions' }];
  it.each([
    ['', 0],
    ['hello /session', 0],
    ['/', 1],
    ['/ses', 1],
    ['/session book', 1],
    ['/ses book', 0],
  ])('for “%s”: %d', (text, count) => expect(fittingCommands(commands, text)).toHaveLength(count));
});

describe('what people typed', () => {
  it('never turns into a mention or a link', () => {
    const block = { type: 'section', text: { type: 'mrkdwn', text: '*Note* &lt;!channel&gt; a &amp;lt; b <@U1>' } };
    const { text } = asTyped(block).text;
    expect(text).not.toMatch(/<!channel|&lt;|&amp;/);
    expect(text.replaceAll('\u2060', '')).toBe('*Note* <!channel&gt; a &lt; b <@U1>');
  });

  it('is shown as it is in plain text', () => {
    expect(plainWords({ type: 'section', text: { type: 'plain_text', text: '*bold* <!here>' } })).toBe(
      '*bold* <!here>',
    );
    expect(plainWords({ type: 'section', text: { type: 'mrkdwn', text: '*bold*' } })).toBeNull();
    expect(plainWords({ type: 'divider' })).toBeNull();
  });
});
