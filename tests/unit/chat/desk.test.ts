import { describe, expect, it } from '@jest/globals';
import type { HomeView as SlackHome } from '@slack/web-api';
import fc from 'fast-check';
import type { CardView } from '../../../domain/chat/card.js';
import { CARD_BUTTONS } from '../../../domain/chat/card-buttons.js';
import { homeNotice, homeTab, type HomeView } from '../../../domain/chat/home.js';
import { limitFaults } from '../../../domain/chat/limits.js';
import {
  HOW_TO_LINK_WORDS,
  linkedMessage,
  missingCodeMessage,
  refusedCodeMessage,
} from '../../../domain/chat/link-answer.js';
import { pendingMessage, statusInWords, todayMessage } from '../../../domain/chat/session-lines.js';
import { nearestSubcommand } from '../../../domain/chat/subcommands.js';
import { ATTENDANCES, SESSION_STATUSES } from '../../../domain/session/types.js';
import { cardView } from './card-view.js';
import { expectGolden } from './golden.js';

const TODAY = { date: '2027-05-12' };
const home = (fields: Partial<HomeView> = {}): HomeView => ({
  note: null,
  mayBook: true,
  today: TODAY.date,
  pending: [{ card: cardView(), buttons: CARD_BUTTONS }],
  morePending: false,
  todays: [cardView({ status: 'APPROVED', attendance: 'CONFIRMED' })],
  moreTodays: false,
  ...fields,
});

describe('Home', () => {
  it('is as agreed', async () => {
    const tab: SlackHome = homeTab(home({ note: ':white_check_mark: Approved.' }));
    await expectGolden('home', tab);
    await expectGolden('home-empty', homeTab(home({ pending: [], todays: [], mayBook: false })));
    await expectGolden('home-unlinked', homeNotice(HOW_TO_LINK_WORDS, null));
  });

  it('stays within Slack’s limits, however much there is and whatever people typed', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 2_000 }), fc.constant('😀<&>'.repeat(900)));
    const many = fc
      .record({ doctorName: text, place: text, patientName: text, visitReason: text })
      .map((fields) => Array.from({ length: 200 }, (_, at): CardView => cardView({ ...fields, sessionId: `${at}` })));
    fc.assert(
      fc.property(many, text, (cards, note) => {
        const pending = cards.map((card) => ({ card, buttons: CARD_BUTTONS }));
        const tab = homeTab(home({ note: note || null, pending, todays: cards, morePending: true, moreTodays: true }));
        expect(limitFaults(tab)).toEqual([]);
        expect(limitFaults(pendingMessage({ sessions: cards, more: true }))).toEqual([]);
        expect(limitFaults(todayMessage({ sessions: cards, more: false, ...TODAY }))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('counts what it does not show', () => {
    const pending = Array.from({ length: 23 }, (_, at) => ({ card: cardView({ sessionId: `${at}` }), buttons: [] }));
    expect(JSON.stringify(homeTab(home({ pending })))).toContain('and 3 more');
  });
});

describe('lists', () => {
  it('are as agreed', async () => {
    const sessions = [cardView(), cardView({ status: 'APPROVED', telehealth: true, patientName: 'Sara <Ali>' })];
    await expectGolden('list-today', todayMessage({ sessions, more: false, ...TODAY }));
    await expectGolden('list-pending', pendingMessage({ sessions: [cardView()], more: false }));
  });

  it('have words for every state', () => {
    const words = SESSION_STATUSES.flatMap((status) => ATTENDANCES.map((answer) => statusInWords(status, answer)));
    for (const word of words) expect(word).toMatch(/^[a-z]/);
  });
});

describe('linking', () => {
  it('is as agreed', async () => {
    const messages = [linkedMessage('Tom <Becker>'), missingCodeMessage(), refusedCodeMessage()];
    for (const message of messages) expect(limitFaults(message)).toEqual([]);
    await expectGolden('link-answers', messages);
  });
});

describe('a mistyped subcommand', () => {
  it.each([
    ['bok', 'book'],
    ['BOOKING', 'book'],
    ['todya', 'today'],
    ['pend', 'pending'],
    ['pendng', 'pending'],
    ['lnik', 'link'],
    ['hlep', 'help'],
    ['dance', null],
    ['b', null],
    ['', null],
  ])('%p: %p', (typed, nearest) => {
    expect(nearestSubcommand(typed)).toBe(nearest);
  });
});
