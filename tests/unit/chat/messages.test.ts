import { describe, expect, it } from '@jest/globals';
import type { KnownBlock, ModalView } from '@slack/web-api';
import fc from 'fast-check';
import { doctorCard, workingCard, type CardOccasion, type CardView } from '../../../domain/chat/card.js';
import { helpMessage } from '../../../domain/chat/help.js';
import { limitFaults } from '../../../domain/chat/limits.js';
import { noticeModal } from '../../../domain/chat/notice-modal.js';
import { secretaryOutcome } from '../../../domain/chat/outcome.js';
import { rejectMoveModal } from '../../../domain/chat/reject-move-modal.js';
import { rejectModal } from '../../../domain/chat/reject-modal.js';
import { whoModal } from '../../../domain/chat/who-modal.js';
import { NOTIFICATION_KINDS } from '../../../domain/notifications/types.js';
import { ATTENDANCES, REJECT_CATEGORIES, SESSION_STATUSES } from '../../../domain/session/types.js';
import { cardMove, cardView as view, SESSION_ID } from './card-view.js';
import { expectGolden } from './golden.js';

const decided = { decidedBy: 'Dr Layla Haddad', decidedAt: '2027-05-10T17:00:00.000Z', version: 2 };
const rejected = {
  ...decided,
  status: 'REJECTED',
  reason: 'On leave <that> week & the next',
  reasonCategory: 'TIME_UNAVAILABLE',
} as const;

const suggestion = cardMove({ awaiting: 'PATIENT', proposedBy: 'Dr Layla Haddad' });

const CARDS: Record<string, CardView> = {
  pending: view(),
  'pending-telehealth-no-reason': view({ telehealth: true, place: null, visitReason: null, patientKnown: true }),
  'pending-with-name': view({ patientName: 'Sara <Ali>', patientKnown: true }),
  approved: view({ ...decided, status: 'APPROVED' }),
  confirmed: view({ ...decided, status: 'APPROVED', attendance: 'CONFIRMED', version: 3 }),
  declined: view({ ...decided, status: 'APPROVED', attendance: 'DECLINED', version: 3 }),
  rejected: view(rejected),
  expired: view({ status: 'EXPIRED', version: 2 }),
  cancelled: view({ status: 'CANCELLED', version: 2, cancelledBy: 'Tom Becker', reason: 'Patient moved away' }),
  overbooked: view({ overbooked: true }),
  'move-asked-for': view({ ...decided, status: 'APPROVED', move: cardMove({ reason: 'Has to be at work <early>' }) }),
  'move-asked-for-by-the-patient': view({
    ...decided,
    status: 'APPROVED',
    move: cardMove({ proposedBy: 'the patient' }),
  }),
  'move-to-another-doctor': view({ ...decided, status: 'APPROVED', move: cardMove({ doctorName: 'Dr Lena Okafor' }) }),
  'time-suggested': view({ ...decided, status: 'APPROVED', move: suggestion }),
  'time-suggested-for-a-request': view({ version: 2, move: suggestion }),
};
const OCCASIONS: CardOccasion[] = ['REQUEST', 'NUDGE', 'COVER', 'ONLOOKER', 'HANDED_OVER'];

describe('doctor’s card', () => {
  it.each(Object.keys(CARDS))('%s is as agreed', async (name) => {
    const card = doctorCard(CARDS[name] as CardView);
    const blocks: KnownBlock[] = card.blocks;
    expect(blocks.length).toBeGreaterThan(0);
    await expectGolden(`card-${name}`, card);
  });

  it.each(['NUDGE', 'COVER', 'HANDED_OVER'] as const)('%s is as agreed', async (occasion) => {
    await expectGolden(`card-${occasion.toLowerCase()}`, doctorCard(view(), occasion));
  });

  it('asks nobody but the doctor whose time it is', async () => {
    const card = doctorCard(CARDS['move-to-another-doctor'] as CardView, 'ONLOOKER');
    expect(card.blocks.some(({ type }) => type === 'actions')).toBe(false);
    await expectGolden('card-onlooker', card);
  });

  it('has buttons only while the request waits', () => {
    for (const status of SESSION_STATUSES) {
      const types = doctorCard(view({ status })).blocks.map(({ type }) => type);
      expect(types.includes('actions')).toBe(status === 'PENDING');
    }
  });

  it('keeps the patient’s own words and name out of the channel', () => {
    const card = JSON.stringify(doctorCard(view({ visitReason: 'Sara has a result of the HIV test' })));
    expect(card).not.toMatch(/Sara|HIV/);
    expect(card).toContain('Test results');
  });

  it('keeps names out of the text that phones show, even where names are allowed', () => {
    for (const status of SESSION_STATUSES) {
      expect(doctorCard(view({ status, patientName: 'Sara Ali' })).text).not.toContain('Sara');
    }
  });

  it('loses its buttons while a click is worked on', () => {
    const { blocks } = workingCard(doctorCard(view()).blocks);
    expect(JSON.stringify(blocks)).toContain('Working…');
    expect(blocks.some((block) => (block as KnownBlock).type === 'actions')).toBe(false);
  });
});

describe('secretaries’ outcome', () => {
  it.each([
    ['APPROVED', CARDS.approved],
    ['REJECTED', CARDS.rejected],
    ['EXPIRED', CARDS.expired],
    ['CANCELLED', CARDS.cancelled],
    ['DECLINED', CARDS.declined],
    ['CHANGE_REQUESTED', CARDS.approved],
    ['MOVED', CARDS.approved],
    ['MOVE_REJECTED', CARDS.approved],
    ['MOVE_EXPIRED', CARDS.approved],
    ['MOVE_WITHDRAWN', CARDS.approved],
    ['REOPENED', CARDS.pending],
    ['OVERDUE', CARDS.pending],
  ] as const)('%s is as agreed', async (kind, card) => {
    const times = {
      previousStartsAt: kind === 'MOVED' ? '2027-05-11T12:00:00.000Z' : null,
      proposedStartsAt: kind.startsWith('MOVE_') ? '2027-05-13T07:00:00.000Z' : null,
    };
    await expectGolden(`outcome-${kind.toLowerCase()}`, secretaryOutcome(card as CardView, kind, times));
  });
});

describe('modals', () => {
  it('are as agreed', async () => {
    const modal: ModalView = rejectModal({
      sessionId: SESSION_ID,
      version: 1,
      responseUrl: 'https://hooks.slack.com/actions/T/1/x',
      onHome: false,
    });
    await expectGolden('reject-modal', modal);
    const metadata = { sessionId: SESSION_ID, version: 3, responseUrl: null, onHome: false };
    const moveModal: ModalView = rejectMoveModal(metadata);
    await expectGolden('reject-move-modal', moveModal);
    await expectGolden(
      'who-modal',
      whoModal({ ...view(), patientName: 'Sara Ali', visitReason: 'Knee pain since Tuesday', phone: '+15550100101' }),
    );
    await expectGolden('help', helpMessage(null));
    await expectGolden('help-for-a-slip', helpMessage('bok'));
  });
});

describe('Slack’s limits', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 4_000 }), fc.constant('😀<&>'.repeat(900)));
  const maybe = fc.option(text, { nil: null });
  const anyView = fc.record({
    status: fc.constantFrom(...SESSION_STATUSES),
    attendance: fc.constantFrom(...ATTENDANCES),
    place: maybe,
    doctorName: text,
    visitReason: maybe,
    patientName: maybe,
    reason: maybe,
    decidedBy: maybe,
    cancelledBy: maybe,
    reasonCategory: fc.option(fc.constantFrom(...REJECT_CATEGORIES), { nil: null }),
    telehealth: fc.boolean(),
    overbooked: fc.boolean(),
    move: fc.option(
      fc.record({
        awaiting: fc.constantFrom('DOCTOR' as const, 'PATIENT' as const),
        startsAt: fc.constant('2027-05-13T07:00:00.000Z'),
        endsAt: fc.constant('2027-05-13T07:30:00.000Z'),
        doctorName: maybe,
        place: maybe,
        proposedBy: maybe,
        reason: maybe,
        dueAt: fc.constantFrom('2027-05-11T16:00:00.000Z', null),
      }),
      { nil: null },
    ),
  });

  it('hold for cards and outcomes, whatever people typed', () => {
    fc.assert(
      fc.property(
        anyView,
        fc.constantFrom(...NOTIFICATION_KINDS),
        fc.constantFrom(...OCCASIONS),
        (fields, kind, occasion) => {
          const card = doctorCard(view(fields), occasion);
          expect(limitFaults(card)).toEqual([]);
          expect(limitFaults(workingCard(card.blocks))).toEqual([]);
          expect(limitFaults(secretaryOutcome(view(fields), kind))).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('hold for modals', () => {
    fc.assert(
      fc.property(text, maybe, (patientName, visitReason) => {
        expect(limitFaults(whoModal({ ...view(), patientName, visitReason, phone: null }))).toEqual([]);
        expect(limitFaults(noticeModal('Who?', `*${patientName}*`))).toEqual([]);
        expect(limitFaults(helpMessage(patientName))).toEqual([]);
      }),
      { numRuns: 50 },
    );
    const responseUrl = `https://hooks.slack.com/${'x'.repeat(500)}`;
    expect(limitFaults(rejectModal({ sessionId: SESSION_ID, version: 1, responseUrl, onHome: true }))).toEqual([]);
    expect(limitFaults(rejectMoveModal({ sessionId: SESSION_ID, version: 1, responseUrl, onHome: true }))).toEqual([]);
  });

  it('are noticed when broken', () => {
    const long = { type: 'plain_text', text: 'x'.repeat(4_000) };
    const button = { type: 'button', text: long, value: 'x'.repeat(2_001), action_id: 'a' };
    const faults = limitFaults({
      type: 'modal',
      title: long,
      blocks: [
        { type: 'header', text: long, block_id: 'same' },
        { type: 'section', text: { type: 'mrkdwn', text: '' }, block_id: 'same' },
        { type: 'actions', elements: Array(26).fill(button) },
      ],
    });
    for (const part of ['title', 'blocks[0].text', 'empty text', 'blocks[2].elements: 26', '.value', 'used twice']) {
      expect(faults.join('\n')).toContain(part);
    }
  });
});
